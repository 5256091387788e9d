// The use cases of all projects in their order, and what a portfolio owner should look at: two for one problem, and none that anybody asked for.
import { portfolioFact } from '../fact.ts';
import { isObject } from '../model/json.ts';
import type { Summary } from '../model/summary.ts';

export interface RankedUseCase {
  readonly project: string;
  /** Missing where the project has not been scored: unknown, not last. */
  readonly score?: string;
  readonly formula?: string;
  readonly purpose: string;
  readonly people?: number;
}
export interface UseCases {
  /** Best first; those without a score at the end, by name. */
  readonly ranked: readonly RankedUseCase[];
  /** Projects of one purpose whose problems are told in much the same words as that of the first of them. */
  readonly alike: readonly { readonly purpose: string; readonly projects: readonly string[] }[];
  /** Projects that run nothing that answers and offer nothing that others use. */
  readonly orphans: readonly string[];
}

/** Words that tell one problem from another. */
const words = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []);
/** At least half of all words are in both. */
function isLike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const common = [...a].filter((w) => b.has(w)).length;
  return common > 0 && 2 * common >= a.size + b.size - common;
}
const answering = ['ModelEndpoint', 'PredictionEndpoint', 'Application', 'Pipeline'];

export default portfolioFact<UseCases>({
  doc: 'Use cases by score, those of one purpose and like problems, and projects that nothing follows from.',
  derive: ({ summaries }) => {
    const ranked = summaries.map(({ project, root, figures: { useCase } }): RankedUseCase => ({
      project, purpose: root.purpose, ...(root.users === undefined ? {} : { people: root.users.people }),
      ...(isObject(useCase) && typeof useCase['score'] === 'string' ? { score: useCase['score'], formula: String(useCase['formula']) } : {}),
    })).sort((a, b) => Number(b.score ?? -1) - Number(a.score ?? -1) || (a.project < b.project ? -1 : 1));
    return { ranked, alike: alike(summaries), orphans: orphans(summaries) };
  },
});

function alike(summaries: readonly Summary[]): UseCases['alike'] {
  const groups: { readonly purpose: string; readonly words: ReadonlySet<string>; readonly projects: string[] }[] = [];
  for (const { project, root: { purpose, problem } } of summaries) {
    const own = words(problem);
    const group = groups.find((g) => g.purpose === purpose && isLike(g.words, own));
    if (group) group.projects.push(project); else groups.push({ purpose, words: own, projects: [project] });
  }
  return groups.filter((g) => g.projects.length > 1).map(({ purpose, projects }) => ({ purpose, projects }));
}
function orphans(summaries: readonly Summary[]): readonly string[] {
  const wanted = new Set(summaries.flatMap((s) => s.uses.map((u) => u.path.split('/')[0] ?? '')));
  return summaries.filter((s) => !wanted.has(s.project) && !answering.some((k) => (s.kinds[k] ?? 0) > 0)).map((s) => s.project);
}
