// Which fields of a data contract relate to a person.
import type { Nodes } from './node.ts';

type Contract = Nodes['DataContract'];
export const isPersonal = ({ classification }: Contract['fields'][string]): boolean => classification === 'personal' || classification === 'special-category';
/** Names of the fields that relate to a person, pseudonyms included, as declared. */
export const personalFields = ({ fields }: Contract): readonly string[] => Object.entries(fields).flatMap(([name, field]) => (isPersonal(field) ? [name] : []));
