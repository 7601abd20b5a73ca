import { createRequire } from "node:module";

/**
 * botbuilder 4.23.3 writes activities through a mapper that knows three properties of an entity (type, text, mentioned) and
 * drops all others: `{ type: "https://schema.org/Message", citation: […] }` leaves as `{ type: "https://schema.org/Message" }`.
 * Citations, the AI label and the streaming state are entities, so all three vanish without an error. The repair was merged
 * upstream and never published; the repository is archived. `@microsoft/agents-hosting` has no such mapper: drop this file there.
 *
 * Source: botframework-connector/lib/connectorApi/models/mappers.js, `exports.Entity`.
 */
interface CompositeMapper {
  readonly type: { additionalProperties?: { readonly type: { readonly name: "Object" } } };
}

const MAPPERS = "botframework-connector/lib/connectorApi/models/mappers.js";

const entityMapper = (): CompositeMapper => {
  const require = createRequire(createRequire(import.meta.url).resolve("botbuilder"));
  const mappers = require(MAPPERS) as { Entity?: CompositeMapper };
  if (!mappers.Entity?.type)
    throw new Error(
      "botframework-connector no longer has the Entity mapper that is repaired here. Teams was not started. Check whether entity-mapper.ts is still needed with this version of botbuilder.",
    );
  return mappers.Entity;
};

/** Lets entities leave with all their properties. To be called before the first activity is sent; calling it again is harmless. */
export const letEntitiesThrough = (): void => {
  entityMapper().type.additionalProperties = { type: { name: "Object" } };
};

/** Undoes the repair, so that a test can show what the wire looks like without it. */
export const withholdEntities = (): void => {
  delete entityMapper().type.additionalProperties;
};
