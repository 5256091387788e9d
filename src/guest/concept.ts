// Guest twin of `src/concept.ts`: concept files import it as `leitwerk/concept`. Their definitions are cut out of the guest bundle; what is left records declarations.
import { Construct, isConstruct, makeStandIn, shown } from './construct.ts';
import { kinds, snapshot, type Json } from './snapshot.ts';
import { fail, report, state } from './state.ts';

interface DeclaredNode { readonly id: string; readonly path: string; readonly kind: string; readonly props: Json; readonly only?: Json; readonly formerly?: Json; readonly site: string }
interface DeclaredUse { readonly path: string; readonly kind: string; readonly version?: string; readonly site: string; readonly standIn: Construct }
export const declared: DeclaredNode[] = [];
export const uses = new Map<string, DeclaredUse>();

/** Enters a construct into the model, its properties as they are now. */
function declare(construct: Construct, kind: string, props: unknown): void {
  const { path, offsets } = construct.node;
  kinds.set(construct, kind);
  const copy = snapshot(props ?? {}, path, offsets);
  if (copy !== undefined && (typeof copy !== 'object' || copy === null || Array.isArray(copy) || '$ref' in copy)) {
    report('LW1114', { property: 'the properties', got: shown(props), hint: 'pass an object of properties' }, { node: path, offsets });
  }
  const whole = typeof copy === 'object' && copy !== null && !Array.isArray(copy) ? copy : {};
  const { only, formerly, ...rest } = whole;
  if (only !== undefined && !(Array.isArray(only) && only.length > 0 && only.every((e) => typeof e === 'string'))) {
    report('LW1125', { name: 'only', got: shown(props), wants: "a list of environments, such as ['production']" }, { node: path, property: ['only'], offsets });
  }
  if (formerly !== undefined && typeof formerly !== 'string') report('LW1125', { name: 'formerly', got: shown(formerly), wants: 'the earlier id' }, { node: path, property: ['formerly'], offsets });
  const id = path === state.project ? path : path.slice((state.project?.length ?? -1) + 1);
  declared.push({ id, path, kind, props: rest, ...(only === undefined ? {} : { only }), ...(formerly === undefined ? {} : { formerly }), site: offsets });
}

/** The base class of a concept. The second argument is the definition, which only the host knows. */
export function concept(kind: string, _definition?: unknown): typeof Construct {
  if (kind === 'AiProject') return Project as unknown as typeof Construct;
  return class extends Construct {
    static readonly kind = kind;
    constructor(scope: Construct, id: string, props?: unknown) {
      super(scope, id);
      if (state.project === undefined) report('LW1117', { what: `${shown(id)} is made outside of the project` }, { offsets: this.node.offsets });
      declare(this, kind, props);
    }
  };
}

/** The project itself: the root of its tree, and the way to what other projects publish. */
class Project extends Construct {
  static readonly kind = 'AiProject';
  constructor(scope: Construct, id: string, props?: unknown) {
    super(scope, id);
    const { offsets } = this.node;
    if (scope.node.scope !== undefined || scope.node.path !== '') report('LW1117', { what: `the project ${shown(id)} is inside of ${scope.node.path}` }, { offsets });
    if (state.project !== undefined) fail('LW1110', { got: 'more than one project' }, { offsets });
    state.project = id;
    if (id !== state.folder) report('LW1111', { name: shown(id), folder: state.folder }, { offsets });
    declare(this, 'AiProject', props);
  }

  /** A published construct of another project; `link` finds it. */
  use(concept: { readonly kind?: unknown; readonly prototype: object }, path: string, options?: { readonly version?: unknown }): Construct {
    const kind = concept?.kind;
    if (typeof kind !== 'string') return fail('LW1124', { path: shown(path), what: 'the first argument is the class of what is used' });
    if (typeof path !== 'string' || !/^[a-z][a-z0-9-]*(\/[a-z][a-z0-9-]*)+$/.test(path)) return fail('LW1124', { path: shown(path), what: "the path has the form 'project/id'" });
    if (path.startsWith(`${this.node.path}/`)) return fail('LW1124', { path, what: 'it is in this project: pass the construct itself' });
    const version = options?.version;
    if (version !== undefined && typeof version !== 'string') return fail('LW1124', { path, what: "the version is text, such as '2'" });
    const before = uses.get(path);
    if (before && (before.kind !== kind || before.version !== version)) report('LW1124', { path, what: 'it is used in two kinds or versions' });
    if (before) return before.standIn;
    const standIn = makeStandIn(concept.prototype, path);
    kinds.set(standIn, kind);
    uses.set(path, { path, kind, ...(version === undefined ? {} : { version }), site: state.capture(), standIn });
    return standIn;
  }
}

// What concept files call in their definitions; those are cut out, so a call here is a mistake in the guest build.
export const meta = <T>(schema: T): T => schema;
export const ref = (): undefined => undefined;
export const a = (kind: string): { readonly $ref: string; readonly kind: string } => ({ $ref: `a-${kind}`, kind });
export const fromPlatform = (): undefined => undefined;
export { isConstruct };
