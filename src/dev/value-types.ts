// The named types of values: how authors and targets see what `meta(schema, { type })` names. Whole numbers are `bigint`, since `${number}` lets spaces and exponents through.
export const valueTypes: Readonly<Record<string, { readonly doc: string; readonly type: string }>> = {
  CalendarDate: { doc: 'A day: `2027-06-30`.', type: '`${number}-${number}-${number}`' },
  Cpu: { doc: 'Processor share: whole cores `2`, or thousandths `500m`.', type: '`${bigint}` | `${bigint}m`' },
  Cron: { doc: 'Five fields of cron: minute, hour, day, month, weekday.', type: '`${string} ${string} ${string} ${string} ${string}`' },
  Duration: { doc: 'Whole number and unit: `500ms`, `60s`, `15m`, `24h`, `30d`, `13mo`, `7y`.', type: '`${bigint}ms` | `${bigint}s` | `${bigint}m` | `${bigint}h` | `${bigint}d` | `${bigint}mo` | `${bigint}y`' },
  Money: { doc: 'An amount in minor units, such as cents: write `eur(1_200)`.', type: '{ readonly amount: number; readonly currency: string }' },
  Percent: { doc: 'A share, exactly: `99.5%`.', type: '`${number}%`' },
  Rate: { doc: 'How often: `3/s`, `120/min`, `0.5/s`.', type: '`${number}/s` | `${number}/min` | `${number}/h` | `${number}/d`' },
  SecretRef: { doc: 'The name of a secret, never its value: write `secret(\'team/name\')`.', type: '{ readonly $secret: string }' },
  Size: { doc: 'Whole number and binary unit: `512Mi`, `16Gi`.', type: '`${bigint}Ki` | `${bigint}Mi` | `${bigint}Gi` | `${bigint}Ti`' },
};

/** Sets of the platform and the type that narrows to its names. */
export const platformTypesBySet: Readonly<Record<string, string>> = {
  teams: 'Team', purposes: 'Purpose', regions: 'Region', accelerators: 'Accelerator', environments: 'Environment', issuers: 'Issuer', priorities: 'Priority',
};
