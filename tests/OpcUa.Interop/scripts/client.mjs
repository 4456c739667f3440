// node-opcua's client against an OPC UA server of ours. Each line of standard input is a JSON command, each answer one JSON
// line on standard output: {"command":…,"ok":true,…} or {"command":…,"ok":false,"error":…}.
//
//   node scripts/client.mjs --endpoint opc.tcp://127.0.0.1:48401 [--user name --password text]
//     [--policy Basic256Sha256 --mode SignAndEncrypt] [--pki folder] [--trust server.der] [--token-lifetime 2000]
//     [--user-certificate a.der --user-key a.pem]
//
// --pki keeps the client's certificate for the next time; without --trust every server is trusted. The first line that the script
// reports is that it is connected, with the namespaces; or {"command":"connect","ok":false,"error":…}.
//
// Commands (client-commands.mjs, client-subscriptions.mjs):
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
//   {"command":"exit"}
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { keepStandardOutputClean, parseArguments, report } from "./arguments.mjs";

keepStandardOutputClean();
const { OPCUACertificateManager } = await import("node-opcua-certificate-manager");
const { OPCUAClient, MessageSecurityMode, SecurityPolicy, UserTokenType } = await import("node-opcua-client");
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

const client = OPCUAClient.create({
  applicationName: "interop",
  endpointMustExist: false,
  securityPolicy: SecurityPolicy[options.policy],
  securityMode: MessageSecurityMode[options.mode],
  defaultSecureTokenLifetime: options["token-lifetime"],
  connectionStrategy: { maxRetry: 1, initialDelay: 100, maxDelay: 500 },
  clientCertificateManager: certificates,
});
const happened = { renewed: 0, lost: 0, reconnected: 0 };
client.on("security_token_renewed", () => happened.renewed++);
client.on("connection_lost", () => happened.lost++);
client.on("connection_reestablished", () => happened.reconnected++);

function identity() {
  if (options["user-certificate"])
    return {
      type: UserTokenType.Certificate,
      certificateData: readFileSync(options["user-certificate"]),
      privateKey: readFileSync(options["user-key"], "utf8"),
    };
  return options.user ? { type: UserTokenType.UserName, userName: options.user, password: options.password } : undefined;
}

let session;
async function leave() {
  await session?.close().catch(() => {});
  await client.disconnect().catch(() => {});
  if (temporary) rmSync(temporary, { recursive: true, force: true });
  process.exit(0);
}

try {
  await client.connect(options.endpoint);
  session = await client.createSession(identity());
} catch (error) {
  report({ command: "connect", ok: false, error: error.message });
  await leave();
}

const commands = { ...basicCommands(client, session), ...subscriptionCommands(session, happened) };
report({ command: "connect", ok: true, namespaces: await session.readNamespaceArray() });
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
