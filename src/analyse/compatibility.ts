// Whether contracts keep their promises to those who read them. First version: what is used in which version; a comparison needs the last published one.
import { fact, known, unknown, type Known } from '../fact.ts';

export interface Compatibility {
  /** Contracts of other projects, by path: the version that is published now. */
  readonly used: Readonly<Record<string, Known<string>>>;
  /** Own contracts, by path: does the next version break a reader? */
  readonly breaks: Readonly<Record<string, Known<boolean>>>;
}

export default fact<Compatibility>({
  doc: 'Versions of the contracts that are used, and whether own contracts break their readers.',
  derive: ({ all, project }) => ({
    used: Object.fromEntries(project.used.filter((n) => n.$kind === 'DataContract').map((n) =>
      [n.$path, typeof n['version'] === 'string' ? known(n['version']) : unknown('it carries no version')])),
    breaks: Object.fromEntries(all('DataContract').map((c) => [c.$path, unknown('the version that was published last is not part of this run')])),
  }),
});
