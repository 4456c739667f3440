// The address space of rich-server.mjs.
import { DataType, StatusCodes, Variant, VariantArrayType } from "node-opcua-client";
import { variantOf } from "./plain.mjs";
import { builtIn, matrixOf } from "./rich-values.mjs";

const readWrite = { accessLevel: "CurrentRead | CurrentWrite", userAccessLevel: "CurrentRead | CurrentWrite" };

/** Fills the space; gives the changing items, a look-up by name, and the way to raise an event. */
export function fillRichSpace(space, { items: count }) {
  const plant = space.registerNamespace("urn:interop:plant");
  const objects = space.rootFolder.objects;
  const nodes = new Map();
  const folder = (name) => plant.addFolder(objects, { browseName: name, nodeId: `s=${name}` });
  const variable = (parent, name, dataType, given, value) => {
    const node = plant.addVariable({ organizedBy: parent, browseName: name, nodeId: `s=${name}`, dataType, minimumSamplingInterval: 0, ...readWrite, ...given });
    if (value) node.setValueFromSource(value);
    nodes.set(name, node);
    return node;
  };

  const rich = folder("Rich");
  for (const [type, many, scalar] of builtIn) {
    variable(rich, type, type, { valueRank: -1 }, variantOf(type, many[scalar]));
    variable(rich, `${type}.Array`, type, { valueRank: 1 }, variantOf(type, many));
    variable(rich, `${type}.Matrix`, type, { valueRank: 2, arrayDimensions: [0, 0] }, variantOf(type, matrixOf(many)));
  }
  variable(rich, "Variant.Array", "BaseDataType", { valueRank: 1 }, variantOf("Variant", [{ type: "Int32", value: 7 }, { type: "String", value: "七" }]));

  variable(rich, "Setpoint.Text", "String", { valueRank: -1 }, variantOf("String", ""));
  addStructures(space, folder("Structures"), variable);
  addMethods(plant, folder("Methods"));

  const history = variable(folder("History"), "Recorded", "Double", { valueRank: -1 });
  space.installHistoricalDataNode(history, { maxOnlineValues: 20000 });

  const analog = plant.addAnalogDataItem({
    organizedBy: folder("Deadband"), browseName: "Analog", nodeId: "s=Analog", dataType: "Double",
    engineeringUnitsRange: { low: 0, high: 200 }, minimumSamplingInterval: 0, ...readWrite, value: new Variant({ dataType: DataType.Double, value: 0 }),
  });
  nodes.set("Analog", analog);

  const itemFolder = folder("Items");
  const items = [];
  for (let i = 0; i < count; i++) items.push(variable(itemFolder, `i${String(i).padStart(5, "0")}`, "Double", { valueRank: -1 }));

  const raise = addEvents(plant, objects);
  return {
    items,
    raise,
    node(name) {
      const node = nodes.get(name);
      if (!node) throw new Error(`There is no variable ${name}.`);
      return node;
    },
  };
}

function addStructures(space, parent, variable) {
  const types = space.getNamespaceIndex("urn:interop:types");
  const type = (name) => space.findDataType(name, types);
  const make = (name, fields) => space.constructExtensionObject(type(name), fields);
  const point = (x, y, label) => ({ x, y, label });
  const add = (name, dataType, value, rank = -1) =>
    variable(parent, name, type(dataType).nodeId, { valueRank: rank }, new Variant({
      dataType: DataType.ExtensionObject,
      arrayType: rank === 1 ? VariantArrayType.Array : VariantArrayType.Scalar,
      value,
    }));
  add("Point", "Point", make("Point", point(1.5, -2.5, "角")));
  add("Point3", "Point3", make("Point3", { ...point(1, 2, "c"), z: 3 }));
  add("Points", "Point", [make("Point", point(0, 1, "a")), make("Point", point(2, 3, null))], 1);
  add("Recipe", "Recipe", make("Recipe", {
    name: "配方-7", count: [0x1fffff, 0xffffffff], state: 1, started: new Date("2026-03-04T05:06:07.891Z"),
    origin: point(0.5, 0.25, "o"), limits: [1, 2.5], path: [point(1, 1, "p"), point(2, 2, "q")],
    title: { locale: "zh", text: "标题" }, raw: Buffer.from([1, 2, 255]),
  }));
  add("Sample", "Sample", make("Sample", { id: 9, weight: 0.75, marks: [1, -2] }));
  add("SampleBare", "Sample", make("Sample", { id: 10 }));
  add("Reading", "Reading", make("Reading", { text: "读数" }));
  add("ReadingPlace", "Reading", make("Reading", { place: point(4, 5, "r") }));
  // For tests that write.
  add("Written.Recipe", "Recipe", make("Recipe", {}));
  add("Written.Sample", "Sample", make("Sample", { id: 0 }));
  add("Written.Reading", "Reading", make("Reading", { number: 0 }));
  variable(parent, "State", type("MachineState").nodeId, { valueRank: -1 }, { dataType: DataType.Int32, value: 2 });
}

function addMethods(plant, parent) {
  const argument = (name, dataType, valueRank = -1) => ({ name, dataType, valueRank, description: { text: name } });
  const add = (name, inputArguments, outputArguments, run) =>
    plant.addMethod(parent, { browseName: name, nodeId: `s=${name}`, inputArguments, outputArguments }).bindMethod((inputs, _context, answer) => answer(null, run(inputs.map((input) => input.value))));
  const good = (...outputArguments) => ({ statusCode: StatusCodes.Good, outputArguments });
  add("Add", [argument("a", DataType.Double), argument("b", DataType.Double)], [argument("sum", DataType.Double)], ([a, b]) =>
    good({ dataType: DataType.Double, value: a + b }));
  add("Echo", [argument("values", DataType.Double, 1), argument("text", DataType.String)],
    [argument("values", DataType.Double, 1), argument("text", DataType.String), argument("length", DataType.UInt32)], ([values, text]) =>
      good({ dataType: DataType.Double, arrayType: VariantArrayType.Array, value: values }, { dataType: DataType.String, value: text }, { dataType: DataType.UInt32, value: values.length }));
  add("Fail", [], [], () => ({ statusCode: StatusCodes.BadInvalidState }));
}

function addEvents(plant, objects) {
  const eventType = plant.addEventType({ browseName: "ToolWornEventType", nodeId: "s=ToolWornEventType", subtypeOf: "BaseEventType" });
  plant.addVariable({ propertyOf: eventType, browseName: "Item", nodeId: "s=ToolWornEventType.Item", dataType: "UInt32", modellingRule: "Mandatory" });
  const machine = plant.addObject({ organizedBy: objects, notifierOf: objects.server, browseName: "Machine", nodeId: "s=Machine", eventNotifier: 1 });
  return ({ message, severity, item }) =>
    machine.raiseEvent(eventType, {
      sourceName: { dataType: "String", value: "Machine" },
      message: { dataType: "LocalizedText", value: { locale: "zh", text: message } },
      severity: { dataType: "UInt16", value: severity },
      item: { dataType: "UInt32", value: item },
    });
}
