// The workflow that runs evaluations and hands over their evidence. Only names and paths of restricted characters are put in; shells get them as variables.
import { madeBy } from '../../model/evaluation.ts';
import type { NodeOf } from '../../model/node.ts';
import type { SpanContext } from '../../target.ts';
import { prepare } from './workflows.ts';

// By commit, as the release shows it: https://github.com/actions/upload-artifact/releases/tag/v4.6.2
const upload = 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2';
const promptfoo = 'promptfoo@0.121.20';

/** The first environment that runs what would be promoted; where none does, only the gated one can be asked. */
function askIn({ environments }: SpanContext, { $path, gates }: NodeOf<'Evaluation'>): string {
  const subject = (name: string) => environments.find((e) => e.env.name === name)?.facts.fingerprints[$path]?.subject;
  return environments.find((e) => e.env.name !== gates && subject(e.env.name) !== undefined && subject(e.env.name) === subject(gates))?.env.name ?? gates;
}

export const evaluate = (context: SpanContext, evaluations: readonly NodeOf<'Evaluation'>[]): string => `# Runs the evaluations of ${context.project}. Copy it to .github/workflows/.
name: Evaluate ${context.project}
on:
  workflow_dispatch:
permissions: {}
concurrency:
  group: evaluate-${context.project}
  cancel-in-progress: false
jobs:
  evaluate:
    name: \${{ format('{0}', matrix.evaluation) }}
    runs-on: ubuntu-24.04
    timeout-minutes: 120
    # The credentials of the evaluation are secrets of this environment alone.
    environment: evaluation
    permissions:
      contents: read
    strategy:
      fail-fast: false
      matrix:
        include:
${evaluations.map((e) => `          - evaluation: '${e.$id}'
            ask: '${askIn(context, e)}'
            golden: '${e.goldenSet.file}'
            digest: '${e.goldenSet.digest.replace('sha256:', '')}'
            retrieved: '${Object.values(e.metrics).some((m) => madeBy[m.measure] === 'retrieval') ? `projects/${context.project}/evidence/${e.$id}.retrieved.jsonl` : ''}'`).join('\n')}
    env:
      PROJECT: '${context.project}'
      EVALUATION: \${{ format('{0}', matrix.evaluation) }}
      ASK: \${{ matrix.ask }}
      GOLDEN: \${{ matrix.golden }}
      DIGEST: \${{ matrix.digest }}
      RETRIEVED: \${{ matrix.retrieved }}
      RUN: \${{ github.server_url }}/\${{ github.repository }}/actions/runs/\${{ github.run_id }}
      PROMPTFOO_DISABLE_TELEMETRY: '1'
      PROMPTFOO_DISABLE_UPDATE: '1'
      PROMPTFOO_DISABLE_REMOTE_GENERATION: '1'
    steps:
${prepare()}
      - run: npx leitwerk synth "$PROJECT"
      - name: Take the golden set, if it is the declared one
        run: |
          echo "$DIGEST  projects/$PROJECT/$GOLDEN" | sha256sum --check --strict
          cp -- "projects/$PROJECT/$GOLDEN" "dist/$ASK/$PROJECT/evaluation/$EVALUATION/golden.jsonl"
      # Answers that fail their assertion end it with 100: thresholds hold for all together, and are compared in the gate.
      - name: Ask
        run: |
          npx --yes ${promptfoo} eval --no-cache --no-progress-bar --config "dist/$ASK/$PROJECT/evaluation/$EVALUATION/promptfooconfig.yaml" --output results.json || test "$?" -eq 100
        env:
          EVALUATION_TOKEN: \${{ secrets.EVALUATION_TOKEN }}
          EVALUATION_MODEL_KEY: \${{ secrets.EVALUATION_MODEL_KEY }}
      - name: Write the evidence
        run: |
          npx leitwerk evidence "$PROJECT/$EVALUATION" --results results.json \${RETRIEVED:+--retrieved "$RETRIEVED"} --by "$RUN" --on "$(date -u +%F)" > "$EVALUATION.json"
          cat -- "$EVALUATION.json" >> "$GITHUB_STEP_SUMMARY"
      - uses: ${upload}
        with:
          name: evidence-\${{ format('{0}', matrix.evaluation) }}
          path: \${{ format('{0}', matrix.evaluation) }}.json
          if-no-files-found: error
`;
