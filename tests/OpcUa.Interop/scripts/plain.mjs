// Values as JSON can carry them, and back. Both scripts and both directions use the same forms, so that a test compares text:
//   Int64, UInt64       decimal text                 DateTime        ISO 8601 with milliseconds
//   ByteString          base64                       Float, Double   number, or "NaN", "Infinity", "-Infinity"
//   Guid, NodeId …      their text                   StatusCode      its number
//   QualifiedName       {"ns":1,"name":"a"}          LocalizedText   {"locale":"zh","text":"…"}
//   matrix              {"dimensions":[2,3],"values":[…]} (row by row)
//   Variant             {"type":"Int32","value":1}   DataValue       {"status":0,"type":"Int32","value":1}
//   structure           {"field":…}; a union has the field that is set alone, an optional field that is missing is missing
import { coerceExpandedNodeId, coerceNodeId, DataType, DataValue, LocalizedText, QualifiedName, StatusCode, StatusCodes, Variant, VariantArrayType } from "node-opcua-client";

const wide = (value, signed) => {
  const bits = (BigInt(value[0] >>> 0) << 32n) | BigInt(value[1] >>> 0);
  return String(signed ? BigInt.asIntN(64, bits) : bits);
};

function one(value, type) {
  if (value === null || value === undefined) return null;
  if (type === "Int64" || type === "UInt64") return wide(value, type === "Int64");
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof StatusCode) return value.value;
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (value instanceof QualifiedName) return { ns: value.namespaceIndex, name: value.name };
  if (value instanceof LocalizedText) return { locale: value.locale ?? null, text: value.text ?? null };
  if (value instanceof Variant) return { type: DataType[value.dataType], value: plain(value) };
  if (value instanceof DataValue) return { status: value.statusCode.value, type: value.value ? DataType[value.value.dataType] : null, value: plain(value.value) };
  if (value.schema?.fields) return fieldsOf(value);
  return typeof value === "object" ? value.toString() : value;
}

function fieldsOf(structure) {
  const fields = {};
  for (let schema = structure.schema; schema; schema = schema._baseSchema)
    for (const { name, originalName, fieldType } of schema.fields) {
      const value = structure[name];
      if (value === undefined || name === "switchField") continue;
      const many = Array.isArray(value) && !(wideTypes.has(fieldType) && typeof value[0] === "number");
      fields[originalName ?? name] = many ? value.map((item) => one(item, fieldType)) : ArrayBuffer.isView(value) && !Buffer.isBuffer(value) ? Array.from(value) : one(value, fieldType);
    }
  return fields;
}
const wideTypes = new Set(["Int64", "UInt64"]);

/** A Variant of node-opcua as JSON carries it. */
export function plain(variant) {
  if (!variant || variant.value === null || variant.value === undefined) return null;
  const type = DataType[variant.dataType];
  if (variant.arrayType === VariantArrayType.Scalar) return one(variant.value, type);
  const values = Array.from(variant.value, (item) => one(item, type));
  return variant.arrayType === VariantArrayType.Matrix ? { dimensions: variant.dimensions, values } : values;
}

const toPair = (text) => {
  const bits = BigInt.asUintN(64, BigInt(text));
  return [Number(bits >> 32n), Number(bits & 0xffffffffn)];
};

const readers = {
  Int64: toPair,
  UInt64: toPair,
  Float: Number,
  Double: Number,
  DateTime: (text) => new Date(text),
  NodeId: (text) => coerceNodeId(text),
  ExpandedNodeId: (text) => coerceExpandedNodeId(text),
  ByteString: (text) => Buffer.from(text, "base64"),
  QualifiedName: ({ ns, name }) => new QualifiedName({ namespaceIndex: ns, name }),
  LocalizedText: ({ locale, text }) => new LocalizedText({ locale, text }),
  StatusCode: (number) => statusOf(number),
  Variant: ({ type, value }) => variantOf(type, value),
  DataValue: ({ status, type, value }) => new DataValue({ statusCode: statusOf(status), value: variantOf(type, value) }),
};

const statusCodes = new Map(Object.values(StatusCodes).map((code) => [code.value, code]));
function statusOf(number) {
  const code = statusCodes.get(number);
  if (!code) throw new Error(`${number} is no status code that node-opcua knows.`);
  return code;
}

/** A Variant of node-opcua from what JSON carried. */
export function variantOf(type, value) {
  const read = (item) => (item === null ? null : (readers[type] ?? ((same) => same))(item));
  const dataType = DataType[type];
  if (Array.isArray(value)) return new Variant({ dataType, arrayType: VariantArrayType.Array, value: value.map(read) });
  if (value && typeof value === "object" && "dimensions" in value)
    return new Variant({ dataType, arrayType: VariantArrayType.Matrix, dimensions: value.dimensions, value: value.values.map(read) });
  return new Variant({ dataType, arrayType: VariantArrayType.Scalar, value: read(value) });
}
