// Where an objective may wake somebody, there is somebody to wake.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'Slo',
  severity: 'error',
  packs: ['reliability'],
  controls: ['ISO 27001 A.5.24', 'ISO 27001 A.8.16', 'ISO 42001 A.6.2.6', 'EU AI Act Art. 72'],
  because: 'A page that is sent as mail is read in the morning, when the error budget of the month is gone.',
  remedy: 'give the owner an on-call in leitwerk.config.ts, with an integration that wakes people; or hand the project to a team that has one',
  waivable: 'owner',
  check(slo, { facts, root, platform, env }) {
    if (env.stage !== 'production') return true;
    const pages = facts.alerts[slo.$path]?.alerts.filter((a) => a.severity === 'page') ?? [];
    if (pages.length === 0) return true;
    const team = platform.teams[root.owner];
    const able = Object.entries(platform.teams).filter(([, t]) => t.oncall !== undefined && Object.hasOwn(platform.oncall, t.oncall)).map(([name]) => name);
    const why = [`${new Set(pages.map((a) => a.name)).size} alerts page: ${[...new Set(pages.map((a) => a.name))].join(', ')}`, `teams that can be woken: ${able.join(', ') || 'none'}`];
    if (team?.oncall === undefined) return { what: `pages ${team?.title ?? root.owner}, which has no on-call`, why };
    return Object.hasOwn(platform.oncall, team.oncall) || { what: `pages ${team.oncall}, of which the platform has no integration`, why };
  },
  fails: { platform: { teams: { 'customer-care': { oncall: null } } } },
  passes: {},
});
