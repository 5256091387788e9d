// Where everything that answers is reached: from outside at the gateway, from inside by Service, by the gateway or at the provider's host; by whom, and how long a caller waits.
import { fact, type FactContext } from '../fact.ts';
import { systemOf } from '../model/environments.ts';
import { name } from '../model/names.ts';
import type { NodeOf } from '../model/node.ts';
import { milliseconds } from '../model/units.ts';

export interface Route {
  readonly node: string;
  /** Its route at the gateway: the host, which concern's system owns it, and whether callers from outside the project are let in. */
  readonly gateway?: { readonly host: string; readonly by: 'gateway' | 'model-gateway'; readonly open: boolean };
  /** Which way workloads of the project go. */
  readonly inside: { readonly way: 'service' | 'gateway' | 'host'; readonly host: string; readonly port: number; readonly url: string };
  /** The Service that takes its requests: its own, or that of the guardrails in front of it. */
  readonly service?: { readonly name: string; readonly port: number };
  /** What a caller names as the model. */
  readonly model?: string;
  /** Why it is not reached through the model gateway, where it would have to be. */
  readonly because?: string;
  /** Workloads of the project that ask it, by path. */
  readonly callers: readonly string[];
  /** How long a caller waits, in milliseconds; where nobody says, `assumed`. */
  readonly timeout: { readonly ms: number; readonly assumed: boolean };
}
type Answering = NodeOf<'ModelEndpoint' | 'PredictionEndpoint' | 'Application'>;

/** Where no timeout is declared: longer than any answer should take, shorter than for ever. A judgement. */
const patience = 300_000;
const https = 443;

export default fact<Readonly<Record<string, Route>>>({
  doc: 'Where each endpoint, application and external model is reached, by path: host at the gateway, way from inside the project, callers, how long they wait.',
  derive: (context) => Object.fromEntries([
    ...[...context.all('ModelEndpoint'), ...context.all('PredictionEndpoint'), ...context.all('Application')].map((node) => ownRoute(node, context)),
    ...context.all('ExternalModel').map((node) => externalRoute(node, context)),
  ].map((route) => [route.node, route])),
});

function ownRoute(node: Answering, context: FactContext): Route {
  const { env, project, facts } = context;
  const { service, port } = facts.guarded[node.$path]?.answers ?? facts.workloads[node.$path]!.answers!;
  // Handing over and counting tokens is what the model gateway is for.
  const mediated = node.$kind === 'ModelEndpoint' && (node.fallback.length > 0 || node.limits?.tokens !== undefined) && systemOf(env, 'model-gateway') !== undefined;
  const by = mediated ? 'model-gateway' : 'gateway';
  const open = systemOf(env, 'gateway') !== undefined && !(node.access.audience === 'services' && node.access.issuer === undefined);
  const host = hostOf(node, context);
  const gateway = host !== undefined && (open || mediated) ? { host, by, open } as const : undefined;
  const path = node.$kind === 'ModelEndpoint' ? '/v1' : '';
  const inCluster = `${service}.${name('kubernetes', project.project + env.namespaceSuffix)}`;
  return {
    node: node.$path, ...(gateway ? { gateway } : {}), service: { name: service, port },
    inside: gateway && mediated ? { way: 'gateway', host: gateway.host, port: https, url: `https://${gateway.host}${path}` }
      : { way: 'service', host: inCluster, port, url: `http://${inCluster}${port === 80 ? '' : `:${port}`}${path}` },
    ...(node.$kind === 'ModelEndpoint' ? { model: name('kubernetes', node.$id) } : {}),
    callers: callersOf(node, context), timeout: node.timeout === undefined ? { ms: patience, assumed: true } : { ms: milliseconds(node.timeout), assumed: false },
  };
}

function externalRoute(node: NodeOf<'ExternalModel'>, context: FactContext): Route {
  const host = systemOf(context.env, 'model-gateway') === undefined ? undefined : hostOf(node, context);
  const because = host === undefined ? undefined : unspoken(node);
  const callers = callersOf(node, context);
  // As long as the most patient of those that wait for it, for it says nothing itself.
  const waiting = [
    ...context.all('Application').filter(({ $path }) => callers.includes($path)), ...context.all('ModelEndpoint').filter((e) => e.fallback.some((f) => f.$ref === node.$path)),
  ].flatMap(({ timeout }) => timeout === undefined ? [] : [milliseconds(timeout)]);
  const mediated = host !== undefined && because === undefined;
  return {
    node: node.$path, ...(mediated ? { gateway: { host, by: 'model-gateway', open: false } } : {}), model: node.model, ...(because === undefined ? {} : { because }),
    inside: mediated ? { way: 'gateway', host, port: https, url: `https://${host}/v1` } : { way: 'host', host: node.host, port: https, url: `https://${node.host}` },
    callers, timeout: waiting.length === 0 ? { ms: patience, assumed: true } : { ms: Math.max(...waiting), assumed: false },
  };
}

const hostOf = (node: { readonly $id: string }, { env, project }: FactContext): string | undefined => {
  const domain = env.clusters[0]?.ingress?.gateway?.domain;
  return domain === undefined ? undefined : `${name('kubernetes', node.$id)}.${name('kubernetes', project.project + env.namespaceSuffix)}.${domain}`;
};
const callersOf = (node: { readonly $path: string }, { facts }: FactContext): readonly string[] =>
  Object.entries(facts.calls).filter(([, calls]) => calls.some(({ to }) => to === node.$path)).map(([path]) => path);

/**
 * What the model gateway cannot pass on. https://aigateway.envoyproxy.io/docs/1.0/capabilities/llm-integrations/supported-endpoints
 * Vertex AI wants the name of a project in Google's cloud, which no declaration carries; its OpenAI-compatible address does without.
 */
function unspoken({ api, task }: NodeOf<'ExternalModel'>): string | undefined {
  if (api === 'gcp-vertex-ai') return 'the model gateway needs a Google Cloud project to sign in to Vertex AI';
  if (task === 'moderate') return 'the model gateway has no address for moderation';
  if (task === 'rerank' && api !== 'cohere') return 'the model gateway passes re-ranking on to the protocol of Cohere alone';
  return undefined;
}
