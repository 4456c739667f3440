// Values of every built-in type in the JSON forms of plain.mjs: what the rich server starts with. [type, values, index of the scalar]
// The same as Peers/BuiltInValues.cs.
export const builtIn = [
  ["Boolean", [true, false, true], 0],
  ["SByte", [-128, 0, 127], 0],
  ["Byte", [0, 1, 255], 2],
  ["Int16", [-32768, 0, 32767], 0],
  ["UInt16", [0, 1, 65535], 2],
  ["Int32", [-2147483648, 0, 2147483647], 0],
  ["UInt32", [0, 1, 4294967295], 2],
  ["Int64", ["-9223372036854775808", "0", "9223372036854775807"], 0],
  ["UInt64", ["0", "9007199254740993", "18446744073709551615"], 2],
  ["Float", [-1.5, 0, "NaN"], 0],
  ["Double", [-1e300, 0.1, "-Infinity"], 1],
  ["String", ["", "a", "济南 🏭"], 2],
  ["DateTime", ["1970-01-01T00:00:00.000Z", "2026-03-04T05:06:07.891Z", "2100-12-31T23:59:59.999Z"], 1],
  ["Guid", ["00000000-0000-0000-0000-000000000000", "72962B91-FA75-4AE6-8D28-B404DC7DAF63"], 1],
  ["ByteString", ["", "AAEC/w=="], 1],
  ["XmlElement", ["<a/>", "<b>温</b>"], 1],
  ["NodeId", ["ns=0;i=85", "ns=1;i=70000", "ns=1;g=72962B91-FA75-4AE6-8D28-B404DC7DAF63", "ns=1;s=温度", "ns=1;b=AAEC/w=="], 3],
  ["ExpandedNodeId", ["ns=0;i=85", "ns=1;i=70000"], 1],
  ["StatusCode", [0, 0x40920000, 0x80340000], 2],
  ["QualifiedName", [{ ns: 0, name: "a" }, { ns: 2, name: "名" }], 1],
  ["LocalizedText", [{ locale: "en", text: "a" }, { locale: null, text: "b" }, { locale: "zh", text: "温度" }], 2],
];

/** Two by two. */
export const matrixOf = (many) => ({ dimensions: [2, 2], values: [many[0], many[1], many.at(-1), many[0]] });
