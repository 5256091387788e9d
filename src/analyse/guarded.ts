// Which endpoints have their guardrails enforced in the path, and by what: who calls them is sent to a server in front that checks both ways.
import { fact } from '../fact.ts';
import { systemOf } from '../model/environments.ts';
import { inference } from '../model/kubernetes.ts';
import { name } from '../model/names.ts';
import type { Workload } from './workloads.ts';

export interface Front {
  readonly node: string;
  /** Id for names and selectors of the server in front. */
  readonly $id: string;
  readonly controller: Workload['controller'];
  /** Where callers are sent instead of to the endpoint. */
  readonly answers: NonNullable<Workload['answers']>;
  /** Models of the project that it asks for its verdicts. */
  readonly asks: readonly string[];
}

export default fact<Readonly<Record<string, Front>>>({
  doc: 'Endpoints whose guardrails a server in front enforces, by path: the Service that callers are sent to, and the models that it asks.',
  derive: ({ all, get, env }) => {
    // Presidio is called by applications and stands in no path.
    if (systemOf(env, 'guardrails') !== 'llm/nemo-guardrails') return {};
    return Object.fromEntries(all('ModelEndpoint').filter((e) => e.guardrails.length > 0).map((e): readonly [string, Front] => {
      const $id = `${e.$id}-guardrails`, called = name('kubernetes', $id);
      const asks = [...new Set(e.guardrails.flatMap((r) => get(r).checks.flatMap((c) => ('model' in c ? [c.model.$ref] : []))))].sort();
      return [e.$path, { node: e.$path, $id, controller: { apiVersion: 'apps/v1', kind: 'Deployment', name: called }, answers: { service: called, port: inference.port, target: inference.port, portName: inference.name }, asks }];
    }));
  },
});
