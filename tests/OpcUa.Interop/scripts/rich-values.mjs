// A value of every built-in type in the JSON forms of plain.mjs: what the rich server starts with.
export const builtIn = [
  ["Boolean", true, [true, false, true]],
  ["SByte", -128, [-128, 0, 127]],
  ["Byte", 255, [0, 1, 255]],
  ["Int16", -32768, [-32768, 0, 32767]],
  ["UInt16", 65535, [0, 1, 65535]],
  ["Int32", -2147483648, [-2147483648, 0, 2147483647]],
  ["UInt32", 4294967295, [0, 1, 4294967295]],
  ["Int64", "-9223372036854775808", ["-9223372036854775808", "0", "9223372036854775807"]],
  ["UInt64", "18446744073709551615", ["0", "9007199254740993", "18446744073709551615"]],
  ["Float", 1.5, [-1.5, 0, "NaN"]],
  ["Double", -2.25, [-1e300, 0.1, "-Infinity"]],
  ["String", "温度 23 °C", ["", "a", "济南 🏭"]],
  ["DateTime", "2026-03-04T05:06:07.891Z", ["1970-01-01T00:00:00.000Z", "2026-03-04T05:06:07.891Z", "2100-12-31T23:59:59.999Z"]],
  ["Guid", "72962B91-FA75-4AE6-8D28-B404DC7DAF63", ["00000000-0000-0000-0000-000000000000", "72962B91-FA75-4AE6-8D28-B404DC7DAF63"]],
  ["ByteString", "AAEC/w==", ["", "AAEC/w=="]],
  ["XmlElement", "<a>温</a>", ["<a/>", "<b>1</b>"]],
  ["NodeId", "ns=1;s=温度", ["ns=0;i=85", "ns=1;i=70000", "ns=1;g=72962B91-FA75-4AE6-8D28-B404DC7DAF63", "ns=1;b=AAEC/w=="]],
  ["ExpandedNodeId", "ns=1;s=far", ["ns=0;i=85", "ns=1;s=near"]],
  ["StatusCode", 0x80340000, [0, 0x40920000, 0x80340000]],
  ["QualifiedName", { ns: 2, name: "名" }, [{ ns: 0, name: "a" }, { ns: 2, name: "b" }]],
  ["LocalizedText", { locale: "zh", text: "温度" }, [{ locale: "en", text: "a" }, { locale: null, text: "b" }]],
];

/** Types of which node-opcua takes matrices: all of the table, as 2 × 2. */
export const matrixOf = (many) => ({ dimensions: [2, 2], values: [many[0], many[1], many.at(-1), many[0]] });
