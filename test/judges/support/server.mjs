// One API server with all definitions, for the judges that ask one after the other; before each question it can be made what it was at its start.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { json } from './files.mjs';
import { must, run } from './process.mjs';

const here = new URL('../kubernetes/', import.meta.url).pathname;
const home = ({ cache }) => join(cache, 'kubernetes');

let state, etcd, first, python;
export const server = {
  async open(context) {
    const venv = join(home(context), 'venv/bin/python3');
    state = join(context.scratch, 'server');
    python = existsSync(venv) ? venv : 'python3';
    await must('bash', [join(here, 'start.sh'), home(context), state]);
    etcd = readFileSync(join(state, 'etcd.url'), 'utf8').trim();
    first = new Set(await keys());
  },
  async close() {
    if (state) await run('bash', [join(here, 'stop.sh'), state]);
    state = undefined;
  },
};
export const kubeconfig = () => join(state, 'kubeconfig');

/** What judge.py says: { accepted, refused: [{ object, why }], warnings }. */
export async function askServer(verb, ...args) {
  const report = join(state, 'report.json');
  rmSync(report, { force: true });
  const { all } = await run(python, [join(here, 'judge.py'), '--kubeconfig', kubeconfig(), verb, ...args, '--json', report]);
  if (!existsSync(report)) throw new Error(all);
  return json(readFileSync(report, 'utf8'));
}

/** Everything that a cluster remembers is a key in etcd: https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/ */
async function ask(path, body) {
  const answer = await fetch(`${etcd}/v3/kv/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`etcd: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
const ALL = Buffer.from([0]).toString('base64');
const keys = async () => ((await ask('range', { key: ALL, range_end: ALL, keys_only: true })).kvs ?? []).map(({ key }) => key);
/** What the server writes for itself. */
const OWN = /^\/registry\/(leases|masterleases|ranges|apiregistration\.k8s\.io|events)\//;
const nameOf = (key) => Buffer.from(key, 'base64').toString();

/** Namespaces with limits that were taken away, and when: LimitRanger and ResourceQuota hold what they have read for true for 30 s, also of another of the same name. */
const gone = new Map();
const HELD = 31_000;

/** Of what the server keeps a copy of its own, that lags behind: https://github.com/kubernetes/kubernetes/blob/v1.37.2/staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_source.go */
const LAGS = /^\/registry\/(validatingadmissionpolicies|validatingadmissionpolicybindings|apiextensions\.k8s\.io\/customresourcedefinitions)\//;
/** As many as etcd takes in one transaction: https://etcd.io/docs/v3.6/op-guide/configuration/ (--max-txn-ops) */
const AT_ONCE = 128;

/** Takes away what has come since the start. `namespaces`: those that will come next. */
export async function emptied(namespaces = []) {
  const now = new Set(await keys()), lost = [...first].filter((key) => !now.has(key) && !OWN.test(nameOf(key)));
  if (lost.length) throw new Error(`the cluster is no longer what it was: ${lost.map(nameOf).join(', ')} is missing`);
  const come = [...now].filter((key) => !first.has(key) && !OWN.test(nameOf(key)));
  for (let i = 0; i < come.length; i += AT_ONCE) await ask('txn', { success: come.slice(i, i + AT_ONCE).map((key) => ({ request_delete_range: { key } })) });
  for (const key of come) {
    const namespace = /^\/registry\/(?:limitranges|resourcequotas)\/([^/]+)\//.exec(nameOf(key))?.[1];
    if (namespace) gone.set(namespace, Date.now());
  }
  if (come.some((key) => LAGS.test(nameOf(key)))) await settled();
  const until = Math.max(0, ...namespaces.map((name) => (gone.get(name) ?? 0) + HELD));
  if (until > Date.now()) await sleep(until - Date.now());
}

/** Until the server knows of every policy that has come or gone. */
export const settled = () => must(python, [join(here, 'judge.py'), '--kubeconfig', kubeconfig(), 'sentinel']);
