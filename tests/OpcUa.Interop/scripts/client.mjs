// node-opcua's client against an OPC UA server of ours. Each line of standard input is a JSON command, each answer one JSON
// line on standard output: {"command":…,"ok":true,…} or {"command":…,"ok":false,"error":…}.
//
//   node scripts/client.mjs --endpoint opc.tcp://127.0.0.1:48401 [--user name --password text]
//     [--policy Basic256Sha256 --mode SignAndEncrypt] [--pki folder] [--trust server.der] [--token-lifetime 2000]
//     [--user-certificate a.der --user-key a.pem]
//
// --pki keeps the client's certificate for the next time; without --trust every server is trusted. The first line that the script
// reports is that it is connected, with the namespaces and its certificate; or {"command":"connect","ok":false,"error":…}.
//
// Commands (client-commands.mjs, client-subscriptions.mjs, client-attempts.mjs):
//   {"command":"endpoints"}                                  endpoints and servers that the server names
//   {"command":"browse","root":"i=84","limit":2}             the whole tree below root, `limit` references a response
//   {"command":"translate","start":"i=85","path":"/2:a/2:b"} node id that a browse path leads to
//   {"command":"read","nodes":[…],"attribute":13}            values with status and times, in the forms of plain.mjs
//   {"command":"write","node":…,"type":"Double","value":1}   status of the write; arrays and matrices in the forms of plain.mjs
//   {"command":"write-structure","node":…,"dataType":…,"fields":{…}}
//   {"command":"call","object":…,"method":…,"arguments":[{"type":…,"value":…}]}
//   {"command":"history","node":…,"from":…,"to":…,"limit":100}  raw values, followed through continuation points
//   {"command":"subscribe","nodes":[…],"sampling":0,"queue":50,"publishing":100,"deadband":0,"percent":0,"for":3000}
//   {"command":"watch","nodes":[…],"queue":50,"publishing":100}   subscribes and answers at once
//   {"command":"watched","count":10}   waits for so many changes of every node; per node: the values, and what of channel and session happened
//   {"command":"unwatch"}              ends the subscription and gives what came as "watched" does
//   {"command":"events","node":"i=2253","fields":[…],"of":"ns=2;s=Type"} subscribes to events; "raised" waits for one and gives them
//   {"command":"try","policy":…,"mode":…,"user":…,"password":…,"userCertificate":…,"userKey":…,"read":[…],"watch":…,"renewals":3,"tokenLifetime":2000}
//                                      a connection of its own; reads, and with "watch" counts changes until so many renewals; "connected" says whether
//   {"command":"try-all","attempts":[…]} several of them at the same time
//   {"command":"exit"}
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { keepStandardOutputClean, parseArguments, report } from "./arguments.mjs";

keepStandardOutputClean();
const { OPCUACertificateManager } = await import("node-opcua-certificate-manager");
const { attemptCommands, clientOf, identityOf } = await import("./client-attempts.mjs");
const { basicCommands } = await import("./client-commands.mjs");
const { subscriptionCommands } = await import("./client-subscriptions.mjs");

const options = parseArguments({
  endpoint: "", user: "", password: "", policy: "None", mode: "None", pki: "", trust: "", "token-lifetime": 60000, "user-certificate": "", "user-key": "",
});
const temporary = options.pki ? "" : mkdtempSync(join(tmpdir(), "opcua-interop-"));
const certificates = new OPCUACertificateManager({
  rootFolder: options.pki || temporary,
  automaticallyAcceptUnknownCertificate: !options.trust,
  keySize: 2048,
  disableFileWatchers: true,
});
await certificates.initialize();
if (options.trust) await certificates.trustCertificate(readFileSync(options.trust));

const { client, happened } = clientOf(certificates, { policy: options.policy, mode: options.mode, tokenLifetime: options["token-lifetime"] });
const identity = identityOf({ user: options.user, password: options.password, userCertificate: options["user-certificate"], userKey: options["user-key"] });

let session;
async function leave() {
  await session?.close().catch(() => {});
  await client.disconnect().catch(() => {});
  if (temporary) rmSync(temporary, { recursive: true, force: true });
  process.exit(0);
}

try {
  await client.connect(options.endpoint);
  session = await client.createSession(identity);
} catch (error) {
  report({ command: "connect", ok: false, error: error.message });
  await leave();
}

const commands = { ...basicCommands(client, session), ...subscriptionCommands(session, happened), ...attemptCommands(options.endpoint, certificates) };
report({ command: "connect", ok: true, namespaces: await session.readNamespaceArray(), certificate: client.getCertificate().toString("base64") });
for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...parameters } = JSON.parse(line);
  if (command === "exit") break;
  try {
    report({ command, ok: true, ...(await commands[command](parameters)) });
  } catch (error) {
    report({ command, ok: false, error: error.message });
  }
}
await leave();
