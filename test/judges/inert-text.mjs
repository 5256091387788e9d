// Whether Terraform gives a text back as it was declared: OpenTofu evaluates what our renderer makes of each text, as value and as key.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { lines, texts } from './inert-text/nasty.mjs';
import * as opentofu from './opentofu.mjs';
import { json, verdict } from './support/files.mjs';
import { run } from './support/process.mjs';

export const name = 'inert-text', version = opentofu.version.replace(/,.*/, ''), needs = opentofu.needs, always = true, install = opentofu.install;
const all = [...lines, ...texts, ...lines.flatMap((a, i) => /[$%{]/.test(a) ? [a + lines[(i + 7) % lines.length], `$${a}`, `%${a}`, `${a}$`, `${a}{`] : [])];

/** What the engine makes of these values, by name. */
async function evaluated(values, part, { cache, scratch }) {
  const folder = join(scratch, 'inert-text-outputs', part), tofu = (...args) => run(join(cache, 'terraform/bin/tofu'), [`-chdir=${folder}`, ...args], { env: { TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' } });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ output: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])) }));
  for (const args of [['init', '-no-color', '-input=false'], ['apply', '-no-color', '-input=false', '-auto-approve']]) {
    const { code, all: said } = await tofu(...args);
    if (code !== 0) return { why: said.trim().split('\n').slice(0, 12).join('\n') };
  }
  const { out } = await tofu('output', '-json');
  return { is: Object.fromEntries(Object.entries(json(out)).map(([key, { value }]) => [key, value])) };
}

async function renderer({ root, scratch }) {
  const outfile = join(scratch, 'expressions.mjs');
  await build({ entryPoints: [join(root, 'src/write/expressions.ts')], bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' });
  return (await import(pathToFileURL(outfile).href)).render;
}
// The engine composes characters: https://github.com/zclconf/go-cty/blob/main/docs/types.md
const wrong = (text, is) => is === text.normalize('NFC') ? '' : `${JSON.stringify(text)} became ${JSON.stringify(is)}`;

export async function selfTest(context) {
  const text = 'costs ${1 + 1} or %{ if true }x%{ endif }';
  const plain = await evaluated({ a: 'costs $${1 + 1} or %%{ if true }x%%{ endif }' }, 'plain', context), live = await evaluated({ a: text }, 'live', context);
  return [['a text that is made inert', 'accept', plain], ['a text that is evaluated', 'refuse', live]].map(([sample, wanted, { is, why }]) => {
    const reason = why ?? wrong(text, is.a);
    return verdict(sample, wanted, reason !== '', reason);
  });
}

export async function judge(_, context) {
  const render = await renderer(context), named = Object.fromEntries(all.map((text, i) => [`t${i}`, text])), keys = [...new Set(all.map((text) => text.normalize('NFC')))];
  const { is, why } = await evaluated(render({ ...named, keys: Object.fromEntries(keys.map((key) => [key, 'x'])) }), 'texts', context);
  if (why) return { accepted: 0, refused: [{ what: 'the texts together', why }] };
  const reasons = [...Object.entries(named).map(([key, text]) => wrong(text, is[key])), ...keys.map((key) => Object.hasOwn(is.keys, key) ? '' : `the key ${JSON.stringify(key)} is gone`)];
  const refused = reasons.filter(Boolean).map((reason) => ({ what: 'a text', why: reason }));
  return { accepted: reasons.length - refused.length, refused };
}
