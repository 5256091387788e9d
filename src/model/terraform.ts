// What a reference in Terraform looks like: to an attribute of a block, and nothing that computes.

/** `type.name.attribute` and below, `data.` before it for a data source; no functions, no operators. https://developer.hashicorp.com/terraform/language/expressions/references */
const REFERENCE = /^((?:data\.)?[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*)((?:\.(?:[A-Za-z_][\w-]*|\*)|\[(?:\d+|\*|"[\w./:-]*")\])+)$/;

/** The block that an expression refers to and the attribute's name, where it names one; undefined where it is no reference to a block. */
export function reference(expression: string): { readonly block: string; readonly attribute: string | undefined } | undefined {
  const [, block, path = ''] = REFERENCE.exec(expression) ?? [];
  return block === undefined ? undefined : { block, attribute: /^(?:\[[^\]]*\]|\.\*)*\.([A-Za-z_][\w-]*)/.exec(path)?.[1] };
}
