// evidence: what an evaluation run has shown, in the form that `Evidence.result` takes; the job of the promotion gate writes it.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { madeBy } from '../model/evaluation.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { overall, retrieval, scored, type Answer, type Measured, type Retrieved } from '../model/measures.ts';
import { command, env, text } from './command.ts';
import { findings } from './check.ts';
import { open } from './session.ts';

export default command({
  summary: 'write what an evaluation has shown, as evidence',
  usage: 'leitwerk evidence <project>/<evaluation> --results <file> --by <address> --on <date> [--retrieved <file>] [--env <environment>]',
  most: 1,
  options: {
    results: { type: 'string', value: 'file', doc: 'What promptfoo wrote: `promptfoo eval -o results.json`.' },
    retrieved: { type: 'string', value: 'file', doc: 'What the index returned: lines of { "relevant": [id…], "retrieved": [id…] }, best first.' },
    by: { type: 'string', value: 'address', doc: 'Which run: address of the job.' }, on: { type: 'string', value: 'date', doc: 'When it ran.' }, env,
  },
  examples: [['leitwerk evidence support-assistant/replies --results results.json --by https://ci.example/runs/4711 --on 2026-11-12 > projects/support-assistant/evidence/replies.json', 'import it there: `result`']],
  run: async (args, terminal) => {
    const [path = ''] = args.positionals, [by, on, results] = [text(args, 'by'), text(args, 'on'), text(args, 'results')];
    const wrong = (problem: string): number => { terminal.err(`leitwerk evidence: ${problem}\n`); return 2; };
    const [project = '', id] = path.split('/');
    if (id === undefined) return wrong('name an evaluation: <project>/<evaluation>');
    if (by === undefined || on === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(on)) return wrong('say which run it was, and when: --by <address> --on <YYYY-MM-DD>');
    const opened = await open({ ...args, positionals: [project] }, terminal);
    if (!('session' in opened)) { terminal.err(findings(opened.refused, opened.root, terminal)); return 2; }
    const builds = opened.session.compilation.projects.flatMap((p) => p.builds);
    const of = (build: typeof builds[number]) => build.context.all('Evaluation').find((e) => e.$path === path);
    // What is promoted is what counts: the subject as it is in the environment that the evaluation gates.
    const build = builds.find((b) => of(b)?.gates === b.env.name) ?? builds.find((b) => of(b) !== undefined);
    if (!build) return wrong(`${project} declares no evaluation ${id}`);
    const evaluation = of(build)!;
    try {
      const answers = results === undefined ? undefined : answersIn(read(terminal.cwd, results));
      const retrieved = text(args, 'retrieved');
      const searches = retrieved === undefined ? undefined : searchesIn(read(terminal.cwd, retrieved));
      const measured = Object.entries(evaluation.metrics).map(([metric, { measure, k }]): readonly [string, Measured] => {
        if (madeBy[measure] === 'retrieval') return [metric, searches === undefined ? { missing: 'it needs --retrieved' } : k === undefined ? { missing: 'it has no k' } : retrieval(measure, k, searches)];
        return [metric, answers === undefined ? { missing: 'it needs --results' } : madeBy[measure] === 'assertion' ? scored(metric, measure, answers) : overall(measure, answers)];
      });
      const missing = measured.flatMap(([metric, m]) => ('missing' in m ? [`  ${metric}: ${m.missing}`] : []));
      if (missing.length > 0) { terminal.err(`leitwerk evidence: ${path} is not measured\n${missing.join('\n')}\n`); return 1; }
      const { subject, goldenSet } = build.facts.fingerprints[path]!;
      const scores = Object.fromEntries(measured.flatMap(([metric, m]) => ('value' in m ? [[metric, m.value] as const] : [])));
      terminal.out(`${JSON.stringify({ subject, goldenSet, ranOn: on, cases: (answers ?? searches)!.length, scores, by }, null, 2)}\n`);
      return 0;
    } catch (error) { return wrong((error as Error).message); }
  },
});

const read = (cwd: string, file: string): string => { try { return readFileSync(resolve(cwd, file), 'utf8'); } catch { throw new Error(`there is no file ${file} that can be read`); } };
const parsed = (text: string, what: string): Json => { try { return JSON.parse(text) as Json; } catch { throw new Error(`${what} is no JSON`); } };
const asText = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** Rows of a promptfoo result: https://www.promptfoo.dev/docs/configuration/outputs/ */
function answersIn(results: string): readonly Answer[] {
  const whole = parsed(results, 'the results file');
  const rows = isObject(whole) && isObject(whole['results']) ? whole['results']['results'] : undefined;
  if (!Array.isArray(rows) || rows.length === 0) throw new Error('the results file has no answers: give what `promptfoo eval -o results.json` wrote');
  return (rows as readonly JsonObject[]).map((row) => {
    const vars = isObject(row['vars']) ? row['vars'] : {}, response = isObject(row['response']) ? row['response'] : {}, scores = isObject(row['namedScores']) ? row['namedScores'] : {};
    return { output: asText(response['output']), milliseconds: Number(row['latencyMs'] ?? 0), scores: scores as Answer['scores'], ...(vars['expected'] === undefined ? {} : { expected: asText(vars['expected']) }) };
  });
}
function searchesIn(lines: string): readonly Retrieved[] {
  return lines.split('\n').filter((l) => l.trim() !== '').map((line, i) => {
    const search = parsed(line, `line ${i + 1} of what was retrieved`);
    const list = (key: string): readonly string[] => { const v = isObject(search) ? search[key] : undefined; if (!Array.isArray(v)) throw new Error(`line ${i + 1} of what was retrieved has no list '${key}'`); return v.map(asText); };
    return { relevant: list('relevant'), retrieved: list('retrieved') };
  });
}
