// What people asked and were answered is kept no longer than the personal data that it may repeat.
import { policy, type Found } from 'leitwerk/policy';
import { isPersonal } from '../src/model/personal.ts';
import { wholeDays } from '../src/model/units.ts';

export default policy({
  on: 'Telemetry',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 5(1)(e)', 'ISO 27701 A.7.4.7', 'ISO 27001 A.8.10'],
  because: 'A record that is deleted from its data set and still stands in a prompt has not been deleted.',
  remedy: 'keep content no longer than the shortest retention of the data that reaches the workload',
  waivable: 'governance',
  check(telemetry, { facts, get, all }) {
    const { content } = telemetry;
    if (content === undefined) return true;
    const kept = wholeDays(content.keep);
    const direct = (of: string) => [...all('Application'), ...all('Pipeline')].filter((w) => w.$path === of).flatMap((w) => w.reads.flatMap((r) => (r.kind === 'DataContract' ? [{ contract: r.$ref, via: [] as readonly string[] }] : [])));
    const reached = telemetry.of.flatMap(({ $ref }) => [
      ...facts.dataFlow.flows.filter((f) => f.to === $ref && f.classification !== 'confidential').map(({ contract, via }) => ({ contract, via, to: $ref })),
      ...direct($ref).filter(({ contract }) => Object.values(get<'DataContract'>({ $ref: contract, kind: 'DataContract' }).fields).some(isPersonal)).map((d) => ({ ...d, to: $ref })),
    ]);
    const tooShort = reached.flatMap((flow) => {
      const { retention } = get<'DataContract'>({ $ref: flow.contract, kind: 'DataContract' });
      return retention === undefined || wholeDays(retention) >= kept ? [] : [{ ...flow, retention }];
    });
    const [shortest] = [...tooShort].sort((a, b) => wholeDays(a.retention) - wholeDays(b.retention));
    if (shortest === undefined) return true;
    const why = tooShort.map((f) => `${f.contract} (${f.retention})${f.via.length === 0 ? '' : `, by way of ${f.via.join(', ')},`} reaches ${f.to}`);
    return { at: ['content', 'keep'], what: `keeps content for ${content.keep}, which may repeat data that must be gone after ${shortest.retention}`, why: [...new Set(why)], try: [{ node: telemetry.$path, property: ['content', 'keep'], to: shortest.retention }] } satisfies Found;
  },
  fails: { props: { content: { keep: '2y', sample: '1%' } } },
  passes: { props: { content: { keep: '7d', sample: '1%' } } },
});
