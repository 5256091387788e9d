// Servers that the compiler adds to a project of its own accord: how many replicas, and what each asks for. What targets emit, and what cost counts.

/** Nothing answers while it is away, so that there are always two. The analyser holds a language model of words in memory. A judgement. */
export const guardrailServer = { replicas: 2, cpu: '1', memory: '2Gi' } as const;
/** Where it is away for a moment, signals are lost and nobody waits. A judgement. */
export const collectorServer = { replicas: 1, cpu: '100m', memory: '512Mi' } as const;
