// What values cost node-opcua's client: the counterpart of `brain opcua bench --json`, in a process of its own.
//
//   node scripts/cost-client.mjs --endpoint opc.tcp://127.0.0.1:48555/rich --node "ns=3;s=i" --items 10000 --seconds 10 --warmup 5
//     [--read --batch 1000] [--publishing 100]
//
// Nodes are --node with a number of five digits behind it. One JSON line: {"values":…,"messages":…,"cpuSeconds":…,"seconds":…}.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { keepStandardOutputClean, parseArguments, report } from "./arguments.mjs";

keepStandardOutputClean();
const { OPCUACertificateManager } = await import("node-opcua-certificate-manager");
const { AttributeIds, TimestampsToReturn } = await import("node-opcua-client");
const { clientOf } = await import("./client-attempts.mjs");

const options = parseArguments({ endpoint: "", node: "ns=3;s=i", items: 10000, seconds: 10, warmup: 5, read: false, batch: 1000, publishing: 100, policy: "None", mode: "None" });
const pki = mkdtempSync(join(tmpdir(), "opcua-interop-"));
const certificates = new OPCUACertificateManager({ rootFolder: pki, automaticallyAcceptUnknownCertificate: true, disableFileWatchers: true });
const { client } = clientOf(certificates, options);
await client.connect(options.endpoint);
const session = await client.createSession();
const nodes = Array.from({ length: options.items }, (_, i) => ({ nodeId: options.node + String(i).padStart(5, "0"), attributeId: AttributeIds.Value }));

let values = 0;
let messages = 0;
let started;
let cpu;
function begin() {
  values = messages = 0;
  started = performance.now();
  cpu = process.cpuUsage();
}
function end() {
  const { user, system } = process.cpuUsage(cpu);
  report({ values, messages, cpuSeconds: (user + system) / 1e6, seconds: (performance.now() - started) / 1000 });
}

if (options.read) {
  const batches = [];
  for (let at = 0; at < nodes.length; at += options.batch) batches.push(nodes.slice(at, at + options.batch));
  const readFor = async (seconds) => {
    for (const until = performance.now() + seconds * 1000; performance.now() < until; )
      for (const batch of batches) {
        values += (await session.read(batch)).length;
        messages++;
      }
  };
  await readFor(options.warmup);
  begin();
  await readFor(options.seconds);
  end();
} else {
  const subscription = await session.createSubscription2({
    requestedPublishingInterval: options.publishing, requestedLifetimeCount: 600, requestedMaxKeepAliveCount: 50, maxNotificationsPerPublish: 0, publishingEnabled: true, priority: 1,
  });
  subscription.on("raw_notification", () => messages++);
  const group = await subscription.monitorItems(nodes, { samplingInterval: 0, queueSize: 10, discardOldest: true }, TimestampsToReturn.Both);
  group.on("changed", () => values++);
  await delay(options.warmup * 1000);
  begin();
  await delay(options.seconds * 1000);
  end();
  await subscription.terminate();
}
await session.close().catch(() => {});
await client.disconnect().catch(() => {});
rmSync(pki, { recursive: true, force: true });
process.exit(0);
