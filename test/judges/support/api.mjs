// A client of the shared API server: what it says of one object after the other, over connections that stay open.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { parse } from 'yaml';
import { kubeconfig } from './server.mjs';

export function client() {
  const { clusters: [{ cluster }], users: [{ user }] } = parse(readFileSync(kubeconfig(), 'utf8'));
  const agent = new Agent({ keepAlive: true, maxSockets: 8, ca: readFileSync(cluster['certificate-authority']) });
  const call = (method, path, body) => new Promise((resolve, reject) => {
    const asked = request(`${cluster.server}/${path}`, { method, agent, headers: { authorization: `Bearer ${user.token}`, 'content-type': 'application/json' } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => { text += chunk; }).on('end', () => resolve({ status: answer.statusCode, message: text.startsWith('{') ? JSON.parse(text).message ?? '' : text.trim() }));
    });
    asked.on('error', reject);
    asked.end(body && JSON.stringify(body));
  });
  return {
    dryRun: (path, body, method = 'POST') => call(method, `${path}?dryRun=All`, body),
    make: async (path, body) => { const { status, message } = await call('POST', path, body); if (status !== 201 && status !== 409) throw new Error(`${path}: ${status} ${message}`); },
    remove: (path) => call('DELETE', path),
  };
}

export const POLICIES = 'apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies', BINDINGS = 'apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings';
export const pathOf = ({ kind, metadata: { namespace } }) => kind === 'ValidatingAdmissionPolicy' ? POLICIES : kind === 'ValidatingAdmissionPolicyBinding' ? BINDINGS : kind === 'ConfigMap' ? `api/v1/namespaces/${namespace}/configmaps` : 'api/v1/namespaces';
export const until = async (what, holds) => { for (let i = 0; i < 300; i++) { if (await holds()) return; await new Promise((done) => setTimeout(done, 200)); } throw new Error(`${what}: not within a minute`); };
