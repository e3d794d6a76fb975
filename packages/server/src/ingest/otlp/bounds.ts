/**
 * Bounds of a whole request that no configuration needs to move.
 * 20,000 spans of 100 attributes fit; an empty map of 4 bytes on the wire costs 56 in memory, so the count must end somewhere.
 */
export const maxValues = 2_000_000;

/** OTLP JSON needs four levels for each level of a nested value: the deepest value that is kept stays far below. */
export const maxJsonDepth = 512;

/** An object of OTLP JSON holds at least one value of the protobuf encoding's count. */
export const maxJsonContainers = 2 * maxValues;

/** Reasons told to a sender in one answer. */
export const maxReasons = 5;
