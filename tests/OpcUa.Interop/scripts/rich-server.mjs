// An OPC UA server that nobody here wrote (node-opcua) with every security policy and mode, users, and a rich address space.
//
//   node scripts/rich-server.mjs --port 0 --pki folder [--items 10000] [--period 100] [--token-lifetime 3000] [--accept]
//
// Security: None, Basic256Sha256, Aes128_Sha256_RsaOaep, Aes256_Sha256_RsaPss, each in Sign and SignAndEncrypt. Certificates are in
// --pki; --accept trusts every client. Users: anonymous, engineer / secret (encrypted), X.509 certificates by the commands below.
//
// Namespace urn:interop:plant, below Objects:
//   Rich/        s=<Type>, s=<Type>.Array, s=<Type>.Matrix of every built-in type, writable, with the values of rich-values.mjs
//   Structures/  s=Point, s=Recipe, s=Sample, s=Reading, s=Point3, s=Points (array), s=State; types in rich-nodeset.xml
//   Methods/     s=Add (two Double), s=Echo (Double array, String → the same, and its length), s=Fail (BadInvalidState)
//   History/     s=Recorded, a Double that keeps its history
//   Deadband/    s=Analog, an AnalogItem with range 0 … 200
//   Items/       s=i00000 … Doubles that count 0, 1, 2 … one step for all of them a period; --period 0: with command "step"
// Standard input, one JSON command a line, answered in a line {"event":…}:
//   {"command":"value","node":"Double"}                         what the variable holds, in the forms of plain.mjs
//   {"command":"set","node":"Analog","type":"Double","value":1} sets it, source time now
//   {"command":"step","times":5,"pause":0}                      all items step; answers with the value reached
//   {"command":"record","values":[1,2],"times":["2026-…","…"]}  history of s=Recorded
//   {"command":"raise","message":"text","severity":500,"item":3} an event of type s=ToolWornEventType from the object s=Machine
//   {"command":"nodes"}                                         how many nodes hierarchical references lead to from Root
//   {"command":"trust","file":"a.der"} {"command":"trust-user","file":"b.der"}
//   {"command":"stop"} {"command":"start"} {"command":"figures"} {"command":"exit"}; end of input ends the server.
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { keepStandardOutputClean, parseArguments, report } from "./arguments.mjs";

keepStandardOutputClean();
const { OPCUAServer, Subscription } = await import("node-opcua-server");
const { nodesets } = await import("node-opcua-nodesets");
const { OPCUACertificateManager } = await import("node-opcua-certificate-manager");
const { coerceNodeId, SecurityPolicy, MessageSecurityMode, StatusCodes } = await import("node-opcua-client");
const { plain, variantOf } = await import("./plain.mjs");
const { fillRichSpace } = await import("./rich-space.mjs");

const options = parseArguments({ port: 0, pki: "", items: 0, period: 0, "token-lifetime": 60000, accept: false });
if (!options.pki) throw new Error("--pki is missing: the folder for certificates.");
mkdirSync(options.pki, { recursive: true });

const manager = (name) =>
  new OPCUACertificateManager({
    rootFolder: join(options.pki, name),
    automaticallyAcceptUnknownCertificate: options.accept,
    keySize: 2048,
    disableFileWatchers: true,
  });
const certificates = manager("server");
const userCertificates = manager("users");
await certificates.initialize();
await userCertificates.initialize();
const applicationUri = "urn:interop:rich";
const certificateFile = join(options.pki, "server", "own", "certs", "rich.pem");
try {
  readFileSync(certificateFile);
} catch {
  await certificates.createSelfSignedCertificate({
    outputFile: certificateFile,
    subject: "/CN=rich",
    applicationUri,
    dns: ["localhost"],
    ip: ["127.0.0.1"],
    startDate: new Date(Date.now() - 86400000),
    validity: 3650,
  });
}

// Its own limit is 1,000; one message a publishing interval, as other servers send, is what clients are compared on.
Subscription.maxNotificationPerPublishHighLimit = 10000;

const server = new OPCUAServer({
  port: options.port,
  hostname: "127.0.0.1",
  resourcePath: "/rich",
  nodesets: [nodesets.standard, join(dirname(fileURLToPath(import.meta.url)), "rich-nodeset.xml")],
  buildInfo: { productName: "rich" },
  serverInfo: { applicationUri },
  certificateFile,
  privateKeyFile: certificates.privateKey,
  serverCertificateManager: certificates,
  userCertificateManager: userCertificates,
  securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256, SecurityPolicy.Aes128_Sha256_RsaOaep, SecurityPolicy.Aes256_Sha256_RsaPss],
  securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
  allowAnonymous: true,
  allowAnonymousSubscriptionTransferOnUnsecuredChannel: true,
  defaultSecureTokenLifetime: options["token-lifetime"],
  maxConnectionsPerEndpoint: 100,
  userManager: {
    isValidUser: (name, password) => name === "engineer" && password === "secret",
    // Roles that see every node: Engineer, ConfigureAdmin, SecurityAdmin (OPC 10000-3, 4.9.2).
    getUserRoles: (name) => (name === "engineer" ? ["i=15656", "i=16036", "i=15716", "i=15704"] : ["i=15644"]).map((role) => coerceNodeId(role)),
  },
  // 0: changes are not folded together within a sampling window.
  serverCapabilities: { minSupportedSampleRate: 0, maxSessions: 100 },
});
await server.initialize();
const space = fillRichSpace(server.engine.addressSpace, { items: options.items });

let count = 0;
function step() {
  const now = new Date();
  for (const item of space.items) item.setValueFromSource({ dataType: "Double", value: count }, StatusCodes.Good, now);
  count++;
}
let timer;
const stop = () => {
  clearInterval(timer);
  timer = undefined;
};
const start = () => {
  if (options.period > 0) timer ??= setInterval(step, options.period);
};

async function shutDown() {
  stop();
  await server.shutdown(0).catch(() => {});
  process.exit(0);
}

const derOf = (file) => readFileSync(file);
const commands = {
  value: ({ node }) => ({ value: plain(space.node(node).readValue().value) }),
  set({ node, type, value }) {
    space.node(node).setValueFromSource(variantOf(type, value), StatusCodes.Good, new Date());
    return {};
  },
  async step({ times = 1, pause = 0 }) {
    for (let i = 0; i < times; i++) {
      if (i > 0) await delay(pause);
      step();
    }
    return { reached: count - 1 };
  },
  record({ values, times }) {
    values.forEach((value, i) => space.node("Recorded").setValueFromSource({ dataType: "Double", value }, StatusCodes.Good, new Date(times[i])));
    return {};
  },
  raise(given) {
    space.raise(given);
    return {};
  },
  nodes() {
    // Everything that forward hierarchical references lead to from Root, counted without the services.
    const hierarchical = server.engine.addressSpace.findReferenceType("HierarchicalReferences");
    const seen = new Set();
    const queue = [server.engine.addressSpace.rootFolder];
    for (let node = queue.pop(); node; node = queue.pop()) {
      const id = node.nodeId.toString();
      if (seen.has(id)) continue;
      seen.add(id);
      for (const reference of node.allReferences()) {
        if (!reference.isForward) continue;
        const type = server.engine.addressSpace.findReferenceType(reference.referenceType);
        const target = server.engine.addressSpace.findNode(reference.nodeId);
        if (target && type?.isSubtypeOf(hierarchical)) queue.push(target);
      }
    }
    return { reachable: seen.size };
  },
  async trust({ file }) {
    await certificates.trustCertificate(derOf(file));
    return {};
  },
  async "trust-user"({ file }) {
    await userCertificates.trustCertificate(derOf(file));
    return {};
  },
  stop: () => (stop(), { reached: count - 1 }),
  start: () => (start(), {}),
  figures() {
    const { user, system } = process.cpuUsage();
    return { cpuSeconds: (user + system) / 1e6, rss: process.memoryUsage.rss(), sessions: server.currentSessionCount, subscriptions: server.currentSubscriptionCount };
  },
  exit: shutDown,
};

step();
await server.start();
start();
const bound = server.endpoints[0].port || server.endpoints[0]._server?.address().port;
report({ event: "ready", endpoint: `opc.tcp://127.0.0.1:${bound}/rich`, certificate: server.getCertificate().toString("base64"), pid: process.pid });

process.on("SIGTERM", shutDown);
const input = createInterface({ input: process.stdin });
input.on("line", async (line) => {
  const { command, ...given } = JSON.parse(line);
  try {
    report({ event: command, ok: true, ...(await commands[command](given)) });
  } catch (error) {
    report({ event: command, ok: false, error: error.stack });
  }
});
input.on("close", shutDown);
