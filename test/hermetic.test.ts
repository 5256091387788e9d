// Hermetic evaluation: what a project tries and does not get. Each probe is a project in test/hermetic/projects.
// `// <- CODE` marks the line at which the attempt must be refused; in the first line, the file. `Harmless: {...}` says what its model must hold: nothing of the machine.
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cool } from '../src/load/evaluators.ts';
import { load, type Loaded, type LoadOptions } from '../src/load/load.ts';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import { buildForTests, cleanUp, root as repository } from './load/build.ts';

const root = join(repository, 'test/hermetic');
const limits = { milliseconds: 700, heapMebibytes: 96, residentMebibytes: 320 };
const probes = readdirSync(join(root, 'projects')).sort();
// what fills memory must be ended for that, so that the clock leaves it the time it needs on a busy machine
const fillsMemory = (probe: string): boolean => probe.startsWith('memory-');
const textOf = (probe: string): readonly string[] => readFileSync(join(root, 'projects', probe, 'project.ts'), 'utf8').split('\n');

let built: Pick<LoadOptions, 'guest' | 'evaluator'>;
let models: ReadonlyMap<string, Loaded>;
let diagnostics: readonly Diagnostic[];
let seconds: number;
beforeAll(async () => {
  built = await buildForTests();
  const start = performance.now();
  const results = [
    await load({ ...built, root, limits, projects: probes.filter((p) => !fillsMemory(p)) }),
    await load({ ...built, root, limits: { ...limits, milliseconds: 5_000 }, projects: probes.filter(fillsMemory) }),
  ];
  seconds = (performance.now() - start) / 1000;
  models = new Map(results.flatMap((r) => r.value).map((l) => [l.project, l]));
  diagnostics = results.flatMap((r) => r.diagnostics);
}, 60_000);
afterAll(() => { cool(); cleanUp(); });

const of = (probe: string): readonly Diagnostic[] => diagnostics.filter((d) => d.project === probe);
const children = (): readonly string[] => {
  const all = execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' }).split('\n');
  return all.filter((line) => line.includes(built.evaluator) && !line.includes('<defunct>'));
};

describe('a project', () => {
  for (const probe of probes) {
    const lines = textOf(probe);
    const [first = ''] = lines;
    const harmless = /Harmless: (.*)$/.exec(first)?.[1];
    const marked = lines.findIndex((l) => l.includes('// <- LW')) + 1;
    const codes: readonly string[] = (lines[marked - 1] ?? first).match(/LW\d{4}/g) ?? [];
    if (harmless !== undefined) {
      it(`gets nothing: ${probe}`, () => {
        expect(of(probe)).toEqual([]);
        expect(models.get(probe)!.model.nodes.find((n) => n.id === 'm')!.props).toEqual(JSON.parse(harmless));
      });
      continue;
    }
    it(`is refused: ${probe}`, () => {
      expect(models.has(probe)).toBe(false);
      const found = of(probe).filter((d) => codes.includes(d.code)).map((d) => d.at);
      expect(found.length, JSON.stringify(of(probe))).toBeGreaterThan(0);
      expect(found[0]).toMatchObject({ file: `projects/${probe}/project.ts`, ...(marked > 0 ? { line: marked } : {}) });
    });
  }
});

describe('all probes together', () => {
  it('are at least forty, take less than 20 seconds and each has an answer', () => {
    expect(probes.length).toBeGreaterThanOrEqual(40);
    expect(seconds).toBeLessThan(20);
    expect(probes.filter((p) => of(p).length === 0 && !models.has(p))).toEqual([]);
  });

  it('say nothing that moves a cursor, turns text around or starts a line', () => {
    const said = diagnostics.flatMap((d) => [d.what, ...(d.why ?? []), ...(d.remedies ?? []).map((r) => r.text), ...(d.related ?? []).map((r) => r.what)]);
    expect(said.filter((s) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(s))).toEqual([]);
    expect(said.filter((s) => s.startsWith('::'))).toEqual([]);
    expect(of('spoofed-error')[0]!.what).toBe('the project throws: \\u{d}\\n::error file=a.ts::\\u{1b}[2J\\u{1b}]8;;http://example.com\\u{7} \\u{202e} pass');
  });

  it('never make it our own fault', () => {
    expect(diagnostics.filter((d) => d.code.startsWith('LW19'))).toEqual([]);
  });

  it('say nothing about the machine', () => {
    expect(diagnostics.map((d) => JSON.stringify(d)).filter((s) => s.includes(repository.slice(0, -1)) || s.includes('root:'))).toEqual([]);
  });
});

describe('the process', () => {
  it('is gone when the run is over', async () => {
    cool();
    await expect.poll(children, { timeout: 3000 }).toEqual([]);
  });

  it('ends with its input, so that it does not outlive its host', async () => {
    const child = spawn(process.execPath, [built.evaluator], { stdio: ['pipe', 'pipe', 'ignore'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.end();
    expect(await ended).toBe(0);
  });

  it('has no environment, no rights and a limit of processor time', async () => {
    const { Evaluator } = await import('../src/load/child.ts');
    const evaluator = new Evaluator(built.evaluator);
    await expect.poll(() => children().length, { timeout: 5000 }).toBe(1);
    const [line = ''] = children();
    const pid = line.trim().split(/\s+/)[0]!;
    await expect.poll(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), { timeout: 5000 }).not.toBe('sh');
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter((v) => v !== '' && !/^(PWD|OLDPWD|SHLVL|_)=/.test(v));
    expect(environment.sort()).toEqual(['LC_ALL=C', 'TZ=UTC']);
    expect(line).toMatch(/--(experimental-)?permission /);
    expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/Max cpu time\s+60\s/);
    evaluator.kill();
  });
});
