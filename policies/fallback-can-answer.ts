// A fallback does what the endpoint does: the same task, requests as long, and the gateway can reach it.
import { policy, type Found } from 'leitwerk/policy';
import { formatNumber } from '../src/model/units.ts';

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  packs: ['reliability'],
  controls: ['ISO 27001 A.5.30', 'ISO 42001 A.6.2.4', 'EU AI Act Art. 15'],
  because: 'What cannot answer is found out on the day when it has to.',
  remedy: 'name a fallback of the same task, with a context that long requests fit, which the model gateway can ask',
  waivable: 'owner',
  check(endpoint, { get, facts }) {
    const { task, context, fallback, traffic, guardrails } = endpoint;
    const long = traffic.input.p95 + traffic.output.p95;
    return fallback.flatMap((ref, i): Found[] => {
      const next = get(ref);
      const at = ['fallback', i];
      const found: Found[] = [];
      const route = facts.routes[next.$path]!;
      if (next.task !== task) found.push({ at, what: `falls back from '${task}' to ${next.$id}, whose task is '${next.task}'` });
      // Vectors of two models cannot be compared.
      else if (task === 'embed') found.push({ at, what: `falls back to ${next.$id}: vectors of another model are not found among its own` });
      if (next.context !== undefined && next.context < long) found.push({ at, what: `falls back to ${next.$id}, whose context is too short for its long requests`, why: [`95 % of requests: up to ${formatNumber(long)} tokens; context of ${next.$id}: ${formatNumber(next.context)}; its own: ${formatNumber(context)}`] });
      // The server in front checks what goes to the endpoint; the gateway hands over behind its back.
      if (guardrails.length > 0 && facts.guarded[endpoint.$path] !== undefined && route.because === undefined) found.push({ severity: 'warning', at, what: `falls back to ${next.$id} past its guardrails ${guardrails.map((g) => get(g).$id).join(', ')}`, why: ['they are checked in front of the endpoint, and the gateway asks the fallback in its place'] });
      if (route.because !== undefined) found.push({ at, what: `falls back to ${next.$id}, which cannot be handed anything`, why: [route.because] });
      return found;
    });
  },
  fails: { props: { task: 'embed' } },
  passes: { props: { task: 'generate', guardrails: [] } },
});
