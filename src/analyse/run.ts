// Derives facts: each on first use, once, frozen. A fact that needs itself is a bug and says so.
import type { Fact, FactContext, PortfolioContext, PortfolioFact } from '../fact.ts';
import type { Facts, PortfolioFacts } from '../generated/registry-types.ts';
import { named } from '../model/fault.ts';
import { freeze } from '../model/json.ts';
import type { Recall } from '../model/recall.ts';

function lazy<C extends { readonly facts: unknown }>(facts: Readonly<Record<string, { readonly derive: (context: C) => unknown }>>, context: Omit<C, 'facts'>, on: string, remembered: (name: string, whole: C, derive: (context: C) => unknown) => unknown = (_name, whole, derive) => derive(whole)): C {
  const values: Record<string, unknown> = {};
  const whole = { ...context, facts: values } as unknown as C;
  for (const [name, { derive }] of Object.entries(facts)) {
    let state: 'new' | 'open' | 'done' = 'new';
    let value: unknown;
    Object.defineProperty(values, name, {
      enumerable: true,
      get: () => {
        if (state === 'open') throw new Error(`the fact ${name} needs itself`);
        if (state === 'new') { state = 'open'; value = remembered(name, whole, (context) => freeze(named('fact', name, on, () => derive(context)))); state = 'done'; }
        return value;
      },
    });
  }
  return whole;
}

export const deriveFacts = (facts: Readonly<Record<string, Fact<unknown>>>, context: Omit<FactContext, 'facts'>, recall?: Recall): Facts =>
  lazy<FactContext>(facts, context, `${context.project.project} in ${context.env.name}`, recall && ((name, whole, derive) => recall.derived(`fact ${name}`, whole, derive))).facts;

export const derivePortfolioFacts = (facts: Readonly<Record<string, PortfolioFact<unknown>>>, context: Omit<PortfolioContext, 'facts'>): PortfolioFacts =>
  lazy<PortfolioContext>(facts, context, `the portfolio in ${context.env.name}`).facts;
