// What a command is: one file in this folder, its help written beside what it does.
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  readonly short?: string;
  /** What the value is called in the help: `--env <environment>`. */
  readonly value?: string;
  readonly doc: string;
}
export interface Terminal {
  /** Writes to standard output as it is. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Writes commands of the CI system, which standard output would spell out. */
  readonly commands?: (text: string) => void;
  /** May colours be used? False when piped or when NO_COLOR is set. */
  readonly color: boolean;
  /** A person watches: progress may be shown. */
  readonly interactive: boolean;
  readonly width: number;
  readonly cwd: string;
}
export interface Arguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}
export interface Command {
  readonly summary: string;
  readonly usage: string;
  readonly examples: readonly (readonly [string, string])[];
  readonly options: Readonly<Record<string, Option>>;
  /** How many arguments it takes beside its options; left out, none. */
  readonly most?: number | 'any';
  /** 0 clean, 1 findings, 2 wrong usage or platform. */
  readonly run: (args: Arguments, terminal: Terminal) => Promise<number>;
}
export const command = (definition: Command): Command => definition;

export const text = (args: Arguments, name: string): string | undefined => typeof args.values[name] === 'string' ? args.values[name] : undefined;
export const texts = (args: Arguments, name: string): readonly string[] => { const v = args.values[name]; return Array.isArray(v) ? v as readonly string[] : typeof v === 'string' ? [v] : []; };
export const flag = (args: Arguments, name: string): boolean => args.values[name] === true;

/** Options that several commands share. */
export const asOf: Option = { type: 'string', value: 'date', doc: 'Date that policies and waivers see; default, that of the HEAD commit.' };
export const env: Option = { type: 'string', multiple: true, value: 'environment', doc: 'Only this environment; may be given several times.' };
export const noCache: Option = { type: 'boolean', doc: 'Compile everything anew, whatever is known of an earlier run.' };
export const json: Option = { type: 'boolean', doc: 'Machine-readable output.' };
