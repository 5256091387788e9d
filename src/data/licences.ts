// Licences of models: which use each allows, under which conditions, and where that is written. Read on 2026-11-23. Ids are those of SPDX or of Hugging Face's list.
// What is not here is unknown; nobody should take that for allowed.

export interface Licence {
  readonly title: string;
  /** May a company use it in its business? */
  readonly commercial: boolean;
  /** Most users a month before the licensor has to be asked. */
  readonly monthlyUsers?: number;
  /** Jurisdictions whose companies are granted nothing, for weights whose name matches. */
  readonly withheld?: { readonly jurisdictions: readonly string[]; readonly weights: RegExp };
  /** Areas of the EU AI Act's Annex III that its policy of acceptable use forbids or binds to conditions. */
  readonly forbids?: readonly string[];
  /** What has to be shown or passed on. */
  readonly conditions?: string;
  /** It is not in Hugging Face's list: a card says `other` and names it. https://huggingface.co/docs/hub/repositories-licenses */
  readonly unlisted?: true;
  /** Id in the SPDX list, where it has one. */
  readonly spdx?: string;
  readonly source: string;
}

const free = (title: string, spdx: string, conditions?: string): Licence => ({ title, commercial: true, spdx, source: `https://spdx.org/licenses/${spdx}.html`, ...(conditions === undefined ? {} : { conditions }) });
/** Policies of use of Llama and Gemma name critical infrastructure, weapons and unlicensed practice of professions. */
const llama = (version: string, path: string, more: Partial<Licence> = {}): Licence => ({
  title: `Llama ${version} Community License`, commercial: true, monthlyUsers: 700_000_000, forbids: ['critical-infrastructure'], conditions: 'says "Built with Llama", and passes the licence on', source: `https://www.llama.com/${path}/license/`, ...more,
});

export const licences: Readonly<Record<string, Licence>> = {
  'apache-2.0': free('Apache License 2.0', 'Apache-2.0', 'keeps notices'), mit: free('MIT License', 'MIT', 'keeps the notice'), 'bsd-3-clause': free('BSD 3-Clause', 'BSD-3-Clause', 'keeps the notice'),
  'cc0-1.0': free('Creative Commons Zero', 'CC0-1.0'), 'cc-by-4.0': free('Creative Commons Attribution', 'CC-BY-4.0', 'names the author'), 'cc-by-sa-4.0': free('Creative Commons Attribution ShareAlike', 'CC-BY-SA-4.0', 'what is made of it has the same licence'),
  'cc-by-nc-4.0': { ...free('Creative Commons Attribution NonCommercial', 'CC-BY-NC-4.0'), commercial: false },
  'cc-by-nc-sa-4.0': { ...free('Creative Commons Attribution NonCommercial ShareAlike', 'CC-BY-NC-SA-4.0'), commercial: false },
  llama2: { ...llama('2', 'llama2'), source: 'https://ai.meta.com/llama/license/', conditions: 'keeps the notice; answers may not train other models' },
  llama3: llama('3', 'llama3'), 'llama3.1': llama('3.1', 'llama3_1'), 'llama3.3': llama('3.3', 'llama3_3'),
  // The policies of use of these two grant no rights in multimodal models to companies of the EU.
  'llama3.2': llama('3.2', 'llama3_2', { withheld: { jurisdictions: ['EU'], weights: /vision/i } }),
  llama4: llama('4', 'llama4', { withheld: { jurisdictions: ['EU'], weights: /llama-4/i } }),
  gemma: { title: 'Gemma Terms of Use', commercial: true, conditions: 'passes the restrictions on', source: 'https://ai.google.dev/gemma/terms' },
  'tongyi-qianwen': { title: 'Tongyi Qianwen License', commercial: true, unlisted: true, monthlyUsers: 100_000_000, source: 'https://huggingface.co/Qwen/Qwen-7B/blob/main/LICENSE' },
  'qwen-research': { title: 'Qwen Research License', commercial: false, unlisted: true, source: 'https://huggingface.co/Qwen/Qwen2.5-3B/blob/main/LICENSE' },
  mrl: { title: 'Mistral AI Research License', commercial: false, unlisted: true, source: 'https://mistral.ai/static/licenses/MRL-0.1.md' },
  mnpl: { title: 'Mistral AI Non-Production License', commercial: false, unlisted: true, source: 'https://mistral.ai/static/licenses/MNPL-0.1.md' },
  openrail: { title: 'Open RAIL', commercial: true, forbids: ['law-enforcement', 'justice'], conditions: 'passes the restrictions on', source: 'https://huggingface.co/blog/open_rail' },
  'bigscience-bloom-rail-1.0': { title: 'BigScience RAIL', commercial: true, forbids: ['law-enforcement', 'justice'], conditions: 'passes the restrictions on', source: 'https://huggingface.co/spaces/bigscience/license' },
  proprietary: { title: 'Own or by contract', commercial: true, unlisted: true, source: 'https://huggingface.co/docs/hub/repositories-licenses' },
};
/** A licence by its id, however it is spelt. */
export const licenceOf = (text: string): (Licence & { readonly id: string }) | undefined => {
  const id = text.trim().toLowerCase();
  return Object.hasOwn(licences, id) ? { ...licences[id]!, id } : undefined;
};
