// node-opcua's server with every current policy and mode, for users of three kinds.
//
//   node scripts/secured-server.mjs
//
// It trusts every client. Users: anonymous, engineer/secret, and the holder of any certificate.
// Standard output: {"event":"ready","endpoint":…}; each line of standard input is answered by {"event":"channels","renewals":N};
// it ends with its standard input.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { keepStandardOutputClean, parseArguments, report } from "./arguments.mjs";

keepStandardOutputClean();
const { OPCUAServer } = await import("node-opcua-server");
const { OPCUACertificateManager } = await import("node-opcua-certificate-manager");
const { SecurityPolicy, MessageSecurityMode, DataType } = await import("node-opcua-client");

parseArguments({});
const pki = mkdtempSync(join(tmpdir(), "opcua-interop-"));
const trusting = (name) => new OPCUACertificateManager({ rootFolder: join(pki, name), automaticallyAcceptUnknownCertificate: true });

const server = new OPCUAServer({
  port: 0,
  hostname: "127.0.0.1",
  resourcePath: "/interop",
  serverInfo: { applicationUri: "urn:interop:secured" },
  serverCertificateManager: trusting("own"),
  userCertificateManager: trusting("users"),
  securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256, SecurityPolicy.Aes128_Sha256_RsaOaep, SecurityPolicy.Aes256_Sha256_RsaPss],
  securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
  allowAnonymous: true,
  userManager: { isValidUser: (name, password) => name === "engineer" && password === "secret" },
});
await server.initialize();
const space = server.engine.addressSpace;
const plant = space.registerNamespace("urn:interop:plant");
plant
  .addVariable({ organizedBy: space.rootFolder.objects, browseName: "Answer", nodeId: "s=Answer", dataType: "Double" })
  .setValueFromSource({ dataType: DataType.Double, value: 42.5 });
// Longer than a chunk.
plant
  .addVariable({ organizedBy: space.rootFolder.objects, browseName: "Long", nodeId: "s=Long", dataType: "String" })
  .setValueFromSource({ dataType: DataType.String, value: "x".repeat(200_000) });

let renewals = 0;
server.on("newChannel", (channel) => channel.on("security_token_renewed", () => renewals++));
await server.start();
const bound = server.endpoints[0].port || server.endpoints[0]._server?.address().port;
report({ event: "ready", endpoint: `opc.tcp://127.0.0.1:${bound}/interop` });
for await (const line of createInterface({ input: process.stdin })) report({ event: "channels", line, renewals });
await server.shutdown(0).catch(() => {});
rmSync(pki, { recursive: true, force: true });
process.exit(0);
