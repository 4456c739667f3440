// node-opcua's client: for each line of standard input it connects as told, reads, stays through some renewals of its token,
// reads again and leaves.
//
//   {"endpoint":"opc.tcp://127.0.0.1:48401","policy":"Basic256Sha256","mode":"Sign","node":"ns=2;s=x","renewals":2,
//    "user":"name","password":"text"  or  "userCertificate":"user.pem","userKey":"user.key"}
//
// Standard output: {"ok":true,"values":[…],"renewals":N} or {"ok":false,"error":…}.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { keepStandardOutputClean, parseArguments, report } from "./arguments.mjs";

keepStandardOutputClean();
parseArguments({});
const { OPCUACertificateManager } = await import("node-opcua-certificate-manager");
const opcua = await import("node-opcua-client");

const pki = mkdtempSync(join(tmpdir(), "opcua-interop-"));
const clientCertificateManager = new OPCUACertificateManager({ rootFolder: pki, automaticallyAcceptUnknownCertificate: true });

function identity({ user, password, userCertificate, userKey }) {
  if (user) return { type: opcua.UserTokenType.UserName, userName: user, password };
  if (!userCertificate) return undefined;
  const der = Buffer.from(readFileSync(userCertificate, "utf8").replace(/-----[^-]+-----|\s/g, ""), "base64");
  return { type: opcua.UserTokenType.Certificate, certificateData: der, privateKey: readFileSync(userKey, "utf8") };
}

async function visit(options) {
  const client = opcua.OPCUAClient.create({
    applicationName: "interop",
    endpointMustExist: true,
    securityMode: opcua.MessageSecurityMode[options.mode],
    securityPolicy: opcua.SecurityPolicy[options.policy],
    defaultSecureTokenLifetime: options.renewals ? 2_000 : 600_000,
    connectionStrategy: { maxRetry: 1, initialDelay: 100 },
    clientCertificateManager,
  });
  let renewals = 0;
  client.on("security_token_renewed", () => renewals++);
  try {
    await client.connect(options.endpoint);
    const session = await client.createSession(identity(options));
    const read = async () => (await session.read({ nodeId: options.node, attributeId: opcua.AttributeIds.Value })).value.value;
    const values = [await read()];
    for (let i = 0; i < 300 && renewals < options.renewals; i++) {
      await delay(100);
      await read();
    }
    values.push(await read());
    await session.close();
    return { ok: true, values: values.map((value) => (typeof value === "string" ? value.length : value)), renewals };
  } catch (error) {
    return { ok: false, error: error.message };
  } finally {
    await client.disconnect().catch(() => {});
  }
}

for await (const line of createInterface({ input: process.stdin })) report(await visit(JSON.parse(line)));
rmSync(pki, { recursive: true, force: true });
process.exit(0);
