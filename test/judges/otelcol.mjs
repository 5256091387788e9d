// The OpenTelemetry collector: takes each configuration, runs with it, and is sent spans and records. What is declared to be masked must not come out, nor what nobody asked to keep.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installProgram, programOf, versionOf } from './support/cli.mjs';
import { json, verdict, yamlDocuments } from './support/files.mjs';
import { inParallel, run } from './support/process.mjs';

export const name = 'otelcol', version = versionOf('otelcol'), needs = ['go'];
export const install = (context) => installProgram('otelcol', context);
const samples = new URL('./otelcol/samples/', import.meta.url).pathname;

/** What a person's message may hold, by kind; each must vanish where its kind is masked. */
const secrets = {
  email: ['erika.mustermann@example.com', "o'neil+tag@mail.example.co.uk"], phone: ['+49 151 23456789', '0049 30 901820', '030 9018-2034'], iban: ['DE89 3704 0044 0532 0130 00', 'GB29NWBK60161331926819'],
  'credit-card': ['4111 1111 1111 1111', '5500000000000004', '378282246310005'], 'ip-address': ['203.0.113.77', '2001:db8:85a3:0:0:8a2e:370:7334', 'fe80::1ff:fe23:4567:890a'],
  token: ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'Bearer abcdef0123456789.xyz', 'sk-abcdefghijklmnopqrstuv', 'AKIAIOSFODNN7EXAMPLE'],
};
/** What must stay readable, or nothing can be found again. */
const harmless = ['2026-11-25T10:20:30.123Z', 'order N-12345678', 'took 1234.5678 ms', 'HTTP 200', '7f3a9c51-0b1d-4c55-9c0e-1f2a3b4c5d6e'];

const listen = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
const freePort = async () => { const server = createServer(); const port = await listen(server); await new Promise((done) => server.close(done)); return port; };
const string = (key, value) => ({ key, value: { stringValue: value } });

function batches(service, say) {
  const resource = { attributes: [string('service.name', service), string('host', say)] }, at = String(Date.now() * 1e6);
  const span = (traceId, attributes) => ({ traceId, spanId: traceId.slice(0, 16), name: `ask ${say}`, kind: 2, startTimeUnixNano: at, endTimeUnixNano: at, attributes, status: { code: 2, message: `failed on ${say}` }, events: [{ timeUnixNano: at, name: 'exception', attributes: [string('exception.message', say)] }] });
  const content = [string('gen_ai.input.messages', `CONTENT ${say}`), string('gen_ai.output.messages', `CONTENT ${say}`), { key: 'nested', value: { kvlistValue: { values: [string('inner', say)] } } }];
  return {
    traces: { resourceSpans: [{ resource, scopeSpans: [{ spans: ['0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210'].map((id, i) => span(id, i === 0 ? content : [string('plain', `PLAIN ${say}`)])) }] }] },
    logs: { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [{ timeUnixNano: at, body: { stringValue: `PLAIN ${say}` }, attributes: [string('gen_ai.input.messages', `CONTENT ${say}`), string('user', say)] }, { timeUnixNano: at, eventName: 'gen_ai.client.inference.operation.details', body: { stringValue: `CONTENT ${say}` }, attributes: [] }] }] }] },
  };
}

/** What comes out of a collector with this configuration, by exporter, when these services say these texts. */
export async function comesOut(config, services, say, folder, program) {
  const out = new Map(Object.keys(config.exporters).map((exporter) => [exporter, '']));
  const sink = createServer((request, response) => {
    const [, exporter] = /^\/([^/]+)\//.exec(request.url) ?? [];
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => { body += chunk; }).on('end', () => { const key = decodeURIComponent(exporter ?? ''); out.set(key, out.get(key) + body); response.setHeader('content-type', 'application/json').end('{}'); });
  });
  const port = await listen(sink), [http, health] = [await freePort(), await freePort()];
  const local = { ...config, receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${http}` } } } }, processors: { ...config.processors, batch: { timeout: '50ms' } },
    exporters: Object.fromEntries(Object.keys(config.exporters).map((exporter) => [exporter, { endpoint: `http://127.0.0.1:${port}/${encodeURIComponent(exporter)}`, encoding: 'json', compression: 'none', tls: { insecure: true } }])),
    extensions: { health_check: { endpoint: `127.0.0.1:${health}` } }, service: { ...config.service, extensions: ['health_check'], telemetry: { metrics: { level: 'none' } } } };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'running.yaml'), JSON.stringify(local));
  const child = spawn(program, ['--config', join(folder, 'running.yaml')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => { said += chunk; });
  try {
    const up = async () => { try { return (await fetch(`http://127.0.0.1:${health}/`)).ok; } catch { return false; } };
    for (let i = 0; !(await up()); i++) { if (i > 200 || child.exitCode !== null) throw new Error(`it does not start: ${said.slice(-600)}`); await sleep(50); }
    const signals = new Set(Object.keys(config.service.pipelines).map((pipeline) => pipeline.split('/')[0]));
    for (const service of services) for (const [signal, body] of Object.entries(batches(service, say)).filter(([signal]) => signals.has(signal))) {
      const { ok, status } = await fetch(`http://127.0.0.1:${http}/v1/${signal}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      if (!ok) throw new Error(`it refuses ${signal}: ${status}`);
    }
    // Told to end, it lets out all that it still holds.
    child.kill('SIGTERM');
    for (let i = 0; child.exitCode === null && child.signalCode === null; i++) { if (i > 400) throw new Error(`it does not end: ${said.slice(-600)}`); await sleep(25); }
  } finally { child.kill('SIGKILL'); sink.close(); }
  return out;
}

/** Why what came out is not what was declared: `kept` says what each pipeline may hold. */
async function leaks(config, masks, services, folder, program) {
  const say = [...Object.values(secrets).flat(), ...harmless].join(' | ');
  // Samples are drawn at random: everything is let through here, and that is all that changes.
  const whole = { ...config, processors: Object.fromEntries(Object.entries(config.processors).map(([key, body]) => [key, key.startsWith('probabilistic_sampler') ? { ...body, sampling_percentage: 100 } : body])) };
  const out = await comesOut(whole, [...services, 'somebody-else'], say, folder, program), why = [];
  for (const [exporter, text] of out) {
    const pipelines = Object.entries(config.service.pipelines).filter(([, p]) => p.exporters.includes(exporter)).map(([key]) => key);
    for (const kind of masks) for (const secret of secrets[kind]) if (text.includes(secret)) why.push(`${exporter}: ${kind} ${secret} comes out`);
    if (text.includes('somebody-else')) why.push(`${exporter}: what a workload says of which nothing is to be kept comes out`);
    if (text.includes('CONTENT') && !pipelines.some((p) => p.endsWith('-content'))) why.push(`${exporter}: content comes out`);
    if (text === '') why.push(`${exporter}: nothing comes out`);
    for (const word of harmless) if (text !== '' && !text.includes(word)) why.push(`${exporter}: '${word}' is masked, which is no secret`);
  }
  return why;
}

const validate = async (text, folder, context) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.yaml'), text);
  const { code, all } = await run(programOf('otelcol', context), ['validate', '--config', join(folder, 'config.yaml')]);
  return code === 0 ? [] : [all.trim().slice(-600)];
};

export async function selfTest(context) {
  const folder = join(context.scratch, 'otelcol-self'), program = programOf('otelcol', context);
  const good = yamlDocuments(readFileSync(join(samples, 'good.yaml'), 'utf8'))[0];
  const checked = await Promise.all([['good', 'accept'], ['bad-key', 'refuse'], ['bad-ref', 'refuse'], ['bad-ottl', 'refuse']].map(async ([sample, wanted]) => {
    const why = await validate(readFileSync(join(samples, `${sample}.yaml`), 'utf8'), join(folder, sample), context);
    return verdict(sample, wanted, why.length > 0, why.join('; '));
  }));
  const leaking = await leaks(good, ['email'], ['chat'], join(folder, 'leak'), program);
  return [...checked, verdict('a collector that masks some addresses and filters nothing', 'refuse', leaking.length > 0, leaking.join('; '))];
}

const configs = (path, dist) => yamlDocuments(readFileSync(join(dist, path), 'utf8')).filter(({ kind, data }) => kind === 'ConfigMap' && data?.['collector.yaml'] !== undefined).map(({ data }) => data['collector.yaml']);
export const takes = (paths, { dist }) => paths.filter((path) => /\.ya?ml$/.test(path) && !/\/chart\//.test(path) && /collector\.yaml/.test(readFileSync(join(dist, path), 'utf8')));

/** Of what is declared, as the model has it: masks of all `Telemetry` together where they agree, and none where they differ. */
function declared(dist, path) {
  const [environment, project] = path.split('/'), model = json(readFileSync(join(dist, '_projects', project, 'project.json'), 'utf8'));
  const of = (value) => value?.$env ? value.$env[environment] ?? value.$env.default : value;
  const nodes = model.nodes.filter(({ kind }) => kind === 'Telemetry').map(({ props }) => props);
  const masks = nodes.map((props) => of(props.mask) ?? []);
  return { masks: (masks[0] ?? []).filter((m) => masks.every((list) => list.includes(m))), services: [...new Set(nodes.flatMap((props) => of(props.of).map((r) => r.$ref.split('/').at(-1))))] };
}

export async function judge(paths, context) {
  const all = paths.flatMap((path) => configs(path, context.dist).map((text) => ({ path, text })));
  let sent = 0;
  const found = await inParallel(all, 4, async ({ path, text }, i) => { // they mostly wait
    const folder = join(context.scratch, 'otelcol', String(i)), { masks, services } = declared(context.dist, path), why = await validate(text, folder, context);
    if (why.length) return why;
    sent++;
    return leaks(JSON.parse(text), masks, services, folder, programOf('otelcol', context));
  });
  const refused = all.flatMap(({ path }, i) => found[i].length ? [{ what: path, why: found[i].join('\n') }] : []);
  return { accepted: all.length - refused.length, refused, notes: [`${sent} collectors were run and sent ${Object.values(secrets).flat().length} secrets`] };
}
