// Commands of client.mjs that go on after their answer: values and events.
import {
  AttributeIds, constructEventFilter, DataChangeFilter, DataChangeTrigger, DeadbandType, ofType, resolveNodeId, TimestampsToReturn,
} from "node-opcua-client";
import { setTimeout as delay } from "node:timers/promises";
import { shown } from "./client-commands.mjs";
import { plain } from "./plain.mjs";

const patience = 40000;

export function subscriptionCommands(session, happened) {
  let watch;
  let events;

  const create = (publishing) =>
    session.createSubscription2({
      requestedPublishingInterval: publishing,
      requestedLifetimeCount: 600,
      requestedMaxKeepAliveCount: 5,
      maxNotificationsPerPublish: 0,
      publishingEnabled: true,
      priority: 1,
    });

  function filterOf(deadband, percent) {
    if (!deadband && !percent) return undefined;
    return new DataChangeFilter({
      trigger: DataChangeTrigger.StatusValue,
      deadbandType: percent ? DeadbandType.Percent : DeadbandType.Absolute,
      deadbandValue: percent || deadband,
    });
  }

  async function monitor(subscription, nodes, { sampling = 0, queue = 50, deadband = 0, percent = 0 }, changed) {
    const group = await subscription.monitorItems(
      nodes.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value })),
      { samplingInterval: sampling, discardOldest: true, queueSize: queue, filter: filterOf(deadband, percent) },
      TimestampsToReturn.Both,
    );
    group.on("changed", (item, dataValue) => changed(item.itemToMonitor.nodeId.toString(), dataValue));
    return group.monitoredItems.map((item) => ({ status: item.statusCode?.value ?? 0, sampling: item.result?.revisedSamplingInterval, queue: item.result?.revisedQueueSize }));
  }

  async function until(done, awaited) {
    for (const end = Date.now() + patience; !done(); await delay(20)) if (Date.now() > end) throw new Error(`${awaited()} after ${patience} ms; ${JSON.stringify(happened)}`);
  }

  const watched = () => ({ changes: Object.fromEntries(watch.changes), ...happened });

  return {
    async subscribe({ nodes, publishing = 100, for: duration = 1000, ...terms }) {
      const subscription = await create(publishing);
      const changes = [];
      let keepAlives = 0;
      subscription.on("keepalive", () => keepAlives++);
      const items = await monitor(subscription, nodes, terms, (node, value) => changes.push({ node, ...shown(value) }));
      await delay(duration);
      const revised = { publishing: subscription.publishingInterval, lifetime: subscription.lifetimeCount, keepAlive: subscription.maxKeepAliveCount };
      await subscription.terminate();
      return { changes, keepAlives, items, revised };
    },

    async watch({ nodes, publishing = 100, ...terms }) {
      watch = { subscription: await create(publishing), changes: new Map(nodes.map((node) => [node, []])) };
      const changes = new Map(nodes.map((node) => [resolveNodeId(node).toString(), watch.changes.get(node)]));
      const items = await monitor(watch.subscription, nodes, terms, (node, value) => changes.get(node).push(plain(value.value)));
      return { refused: items.filter((item) => item.status !== 0).length };
    },

    /** Waits until every node has so many values; with `last`, until the last of each is that. */
    async watched({ count = 0, last }) {
      const all = [...watch.changes.values()];
      const isDone = (values) => values.length >= count && (last === undefined || values.at(-1) === last);
      await until(() => all.every(isDone), () => `${all.filter((values) => !isDone(values)).length} of ${all.length} nodes lack values`);
      return watched();
    },

    async unwatch() {
      await watch.subscription.terminate();
      return watched();
    },

    async events({ node, fields, of }) {
      const subscription = await create(100);
      events = { fields, raised: [], subscription };
      const item = await subscription.monitor(
        { nodeId: node, attributeId: AttributeIds.EventNotifier },
        { samplingInterval: 0, discardOldest: true, queueSize: 1000, filter: constructEventFilter(fields, of ? ofType(of) : undefined) },
        TimestampsToReturn.Both,
      );
      item.on("changed", (values) => events.raised.push(Object.fromEntries(fields.map((field, i) => [field, plain(values[i])]))));
      return { status: item.statusCode?.value ?? 0 };
    },

    async raised({ count = 1 }) {
      await until(() => events.raised.length >= count, () => `${events.raised.length} of ${count} events came`);
      return { events: events.raised };
    },
  };
}
