// The seeded course of the variables: each value differs from the one before it on the same variable,
// so that a server that reports changes reports every one of them.

/** mulberry32: the same seed gives the same values on every machine. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const whole = (low, high) => (random) => Math.floor(low + random() * (high - low + 1));

/** node-opcua carries 64-bit integers as [high, low] pairs of unsigned 32-bit numbers. */
const toPair = (value) => {
  const bits = BigInt.asUintN(64, value);
  return [Number(bits >> 32n), Number(bits & 0xffffffffn)];
};

/**
 * Ten built-in types. `next` gives the value as JavaScript has it, `wire` as node-opcua wants it, `json` as the journal
 * writes it: 64-bit integers as decimal text, dates as ISO 8601.
 */
export const kinds = [
  { type: "Boolean", next: (random, last) => (last === undefined ? random() < 0.5 : !last) },
  { type: "SByte", next: whole(-128, 127) },
  { type: "Byte", next: whole(0, 255) },
  { type: "Int16", next: whole(-32768, 32767) },
  { type: "Int32", next: whole(-2147483648, 2147483647) },
  {
    type: "Int64",
    next: (random) => BigInt.asIntN(64, (BigInt(Math.floor(random() * 4294967296)) << 32n) | BigInt(Math.floor(random() * 4294967296))),
    wire: toPair,
    json: String,
  },
  { type: "UInt32", next: whole(0, 4294967295) },
  { type: "Double", next: (random) => (random() - 0.5) * 10 ** Math.floor(random() * 12 - 3) },
  { type: "String", next: (random) => `批次-${Math.floor(random() * 1e9).toString(36)}` },
  { type: "DateTime", next: (random) => new Date(Math.floor(random() * 4102444800000)), json: (value) => value.toISOString() },
  // Float takes turns with Double, so that both widths occur among the ten columns of variables.
];
export const float = { type: "Float", next: (random) => Math.fround((random() - 0.5) * 1e6) };

/** The kind of the variable with this index. */
export const kindOf = (index) => {
  const kind = kinds[index % kinds.length];
  return kind.type === "Double" && Math.floor(index / kinds.length) % 2 === 1 ? float : kind;
};
