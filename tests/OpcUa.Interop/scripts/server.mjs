// An OPC UA server that nobody here wrote (node-opcua), with changing variables, that journals every value it emits.
//
//   node scripts/server.mjs --port 0 --journal out.jsonl --variables 1000 --period 1000 --seed 1
//
// Variables: s=v0000 … in folder s=Variables of namespace urn:interop:plant (index 2), of the types in values.mjs in turn. Each changes once a period,
// spread evenly over it. MinimumSamplingInterval is 0: an item with samplingInterval 0 gets every change.
// --only Double makes all of them of that one type.
// --transfer 1 lets an anonymous client take its subscriptions over in another session.
// Besides, s=Setpoint is a writable Double.
//
// Journal: one JSON object a line, in the order emitted:
//   {"node":"v0007","time":1795474800123,"status":0,"type":"Double","value":0.25}
// time is the source time in Unix milliseconds, status the number of the status code, value null where there is none.
//
// Standard output: {"event":"ready","endpoint":…,"pid":…}; then for each line read from standard input:
//   stop  → no more changes; the journal is flushed; {"event":"stopped","emitted":N}
//   start → changes go on; {"event":"started"}
//   exit or end of input → shuts down; the journal is flushed.
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { keepStandardOutputClean, parseArguments, report } from "./arguments.mjs";
import { kindOf, kinds, randomFrom } from "./values.mjs";

keepStandardOutputClean();
const { OPCUAServer } = await import("node-opcua-server");
const { OPCUACertificateManager } = await import("node-opcua-certificate-manager");
const { SecurityPolicy, MessageSecurityMode, Variant, VariantArrayType, DataType, StatusCodes } = await import("node-opcua-client");

const options = parseArguments({ port: 0, journal: "", variables: 1000, period: 1000, seed: 1, only: "", transfer: 0 });
const pki = mkdtempSync(join(tmpdir(), "opcua-interop-"));
const journal = options.journal ? createWriteStream(options.journal) : undefined;

const server = new OPCUAServer({
  port: options.port,
  hostname: "127.0.0.1",
  resourcePath: "/interop",
  buildInfo: { productName: "interop" },
  serverInfo: { applicationUri: "urn:interop:server" },
  serverCertificateManager: new OPCUACertificateManager({ rootFolder: join(pki, "own") }),
  userCertificateManager: new OPCUACertificateManager({ rootFolder: join(pki, "users") }),
  securityPolicies: [SecurityPolicy.None],
  securityModes: [MessageSecurityMode.None],
  allowAnonymous: true,
  // Its default lets nobody take an anonymous subscription over on an unsecured channel.
  allowAnonymousSubscriptionTransferOnUnsecuredChannel: options.transfer === 1,
  userManager: { isValidUser: (name, password) => name === "engineer" && password === "secret" },
  // 0: changes are not folded together within a sampling window.
  serverCapabilities: { minSupportedSampleRate: 0, maxSessions: 50 },
});
await server.initialize();

const space = server.engine.addressSpace;
const plant = space.registerNamespace("urn:interop:plant");
const folder = plant.addFolder(space.rootFolder.objects, { browseName: "Variables", nodeId: "s=Variables" });

const variables = [];
for (let i = 0; i < options.variables; i++) {
  const kind = kinds.find((candidate) => candidate.type === options.only) ?? kindOf(i);
  const name = `v${String(i).padStart(4, "0")}`;
  const node = plant.addVariable({
    organizedBy: folder,
    browseName: name,
    nodeId: `s=${name}`,
    dataType: kind.type,
    minimumSamplingInterval: 0,
    accessLevel: "CurrentRead",
    userAccessLevel: "CurrentRead",
  });
  variables.push({ name, kind, node, random: randomFrom(options.seed * 7919 + i), last: undefined, lastTime: 0 });
}

const setpoint = plant.addVariable({
  organizedBy: space.rootFolder.objects,
  browseName: "Setpoint",
  nodeId: "s=Setpoint",
  dataType: "Double",
  accessLevel: "CurrentRead | CurrentWrite",
  userAccessLevel: "CurrentRead | CurrentWrite",
});
setpoint.setValueFromSource({ dataType: DataType.Double, value: 1.5 });

let emitted = 0;
function statusFor(random) {
  const draw = random();
  if (draw < 0.01) return StatusCodes.UncertainSubNormal;
  return draw < 0.015 ? StatusCodes.BadSensorFailure : StatusCodes.Good;
}

function change(variable, now) {
  const { kind, random, name } = variable;
  let value = kind.next(random, variable.last);
  while (variable.last !== undefined && String(value) === String(variable.last)) value = kind.next(random, variable.last);
  variable.last = value;
  // A source time of its own for each value, whatever the clock does.
  variable.lastTime = Math.max(now, variable.lastTime + 1);
  const status = statusFor(random);
  const variant = new Variant({ dataType: DataType[kind.type], arrayType: VariantArrayType.Scalar, value: kind.wire ? kind.wire(value) : value });
  emitted++;
  journal?.write(
    JSON.stringify({
      node: name,
      time: variable.lastTime,
      status: status.value,
      type: kind.type,
      value: kind.json ? kind.json(value) : value,
    }) + "\n",
  );
  variable.node.setValueFromSource(variant, status, new Date(variable.lastTime));
}

const slices = Math.max(1, Math.min(50, Math.floor(options.period / 20)));
let slice = 0;
let timer;
function tick() {
  const now = Date.now();
  for (let i = slice; i < variables.length; i += slices) change(variables[i], now);
  slice = (slice + 1) % slices;
}
const start = () => (timer ??= setInterval(tick, options.period / slices));
const stop = () => {
  clearInterval(timer);
  timer = undefined;
};
const flush = () => new Promise((resolve) => (journal ? journal.write("", resolve) : resolve()));

async function shutDown() {
  stop();
  await flush();
  await server.shutdown(0).catch(() => {});
  journal?.end();
  rmSync(pki, { recursive: true, force: true });
  process.exit(0);
}

const now = Date.now();
for (const variable of variables) change(variable, now);
await server.start();
start();
const bound = server.endpoints[0].port || server.endpoints[0]._server?.address().port;
report({ event: "ready", endpoint: `opc.tcp://127.0.0.1:${bound}/interop`, variables: variables.length, pid: process.pid });

process.on("SIGTERM", shutDown);
const commands = createInterface({ input: process.stdin });
commands.on("line", async (line) => {
  switch (line.trim()) {
    case "stop":
      stop();
      await flush();
      report({ event: "stopped", emitted });
      break;
    case "start":
      start();
      report({ event: "started" });
      break;
    case "exit":
      await shutDown();
      break;
    default:
      report({ event: "unknown", line });
  }
});
commands.on("close", shutDown);
