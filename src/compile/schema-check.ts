import { Ajv2020 } from 'ajv/dist/2020.js';

/** A value that breaks its schema: JSON pointer to it, and what is wrong, in words. */
interface SchemaFault {
  readonly path: string;
  readonly message: string;
}

/** Checks a value against one schema; no fault means that it keeps to it. */
export type SchemaCheck = (value: unknown) => readonly SchemaFault[];

/** Compiles JSON Schemas (2020-12) that may refer to each other by `$id`; the checks are keyed by `$id`. */
export function compileSchemas(schemas: readonly object[]): (id: string) => SchemaCheck {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  for (const schema of schemas) ajv.addSchema(schema);
  return (id) => {
    const validate = ajv.getSchema(id);
    if (validate === undefined) throw new Error(`no schema ${id}`);
    return (value) => {
      if (validate(value)) return [];
      return (validate.errors ?? []).map(({ instancePath, message, params }) => {
        const named = 'additionalProperty' in params ? ` \`${String(params.additionalProperty)}\`` : '';
        return { path: instancePath, message: `${message ?? 'breaks the schema'}${named}` };
      });
    };
  };
}
