using Grpc.Core;

namespace Jinan.IndustryBrain.Sidecar.Api;

/// <summary>The errors of the Dapr API, with the codes that Dapr documents for them.</summary>
internal static class DaprErrors
{
    public static DaprApiException MalformedRequest(string message) =>
        new("ERR_MALFORMED_REQUEST", message, StatusCodes.Status400BadRequest, StatusCode.InvalidArgument);

    public static DaprApiException PubSubNotFound(string name) =>
        new("ERR_PUBSUB_NOT_FOUND", $"pubsub {name} is not found: no component of this name is loaded or in this application's scope",
            StatusCodes.Status404NotFound, StatusCode.InvalidArgument);

    public static DaprApiException PubSubNotConfigured() =>
        new("ERR_PUBSUB_NOT_CONFIGURED", "no pub/sub component is configured for this application",
            StatusCodes.Status400BadRequest, StatusCode.FailedPrecondition);

    public static DaprApiException TopicMissing() =>
        new("ERR_TOPIC_NAME_EMPTY", "topic is empty", StatusCodes.Status404NotFound, StatusCode.InvalidArgument);

    public static DaprApiException TopicForbidden(string appId, string topic) =>
        new("ERR_PUBSUB_FORBIDDEN", $"topic {topic} is not allowed for app id {appId}",
            StatusCodes.Status403Forbidden, StatusCode.PermissionDenied);

    public static DaprApiException PubSubMetadata(string message) =>
        new("ERR_PUBSUB_REQUEST_METADATA", message, StatusCodes.Status400BadRequest, StatusCode.InvalidArgument);

    public static DaprApiException CloudEvent(string message) =>
        new("ERR_PUBSUB_CLOUD_EVENTS_SER", message, StatusCodes.Status400BadRequest, StatusCode.InvalidArgument);

    public static DaprApiException TopicFull(string message) =>
        new("ERR_PUBSUB_PUBLISH_MESSAGE", message, StatusCodes.Status503ServiceUnavailable, StatusCode.ResourceExhausted);

    public static DaprApiException TopicUnavailable(string message) =>
        new("ERR_PUBSUB_PUBLISH_MESSAGE", message, StatusCodes.Status503ServiceUnavailable, StatusCode.Unavailable);

    public static DaprApiException StateStoreNotFound(string name) =>
        new("ERR_STATE_STORE_NOT_FOUND", $"state store {name} is not found: no component of this name is loaded or in this application's scope",
            StatusCodes.Status400BadRequest, StatusCode.InvalidArgument);

    public static DaprApiException StateStoresNotConfigured() =>
        new("ERR_STATE_STORE_NOT_CONFIGURED", "no state store is configured for this application",
            StatusCodes.Status500InternalServerError, StatusCode.FailedPrecondition);

    public static DaprApiException StateKey(string message) =>
        new("ERR_MALFORMED_REQUEST", message, StatusCodes.Status400BadRequest, StatusCode.InvalidArgument);

    /// <param name="operation">SAVE or DELETE.</param>
    public static DaprApiException EtagMismatch(string operation, string key) =>
        new($"ERR_STATE_{operation}", $"possible etag mismatch for key {key}: somebody else wrote it; read it again, then retry",
            StatusCodes.Status409Conflict, StatusCode.Aborted);

    public static DaprApiException Transaction(string message) =>
        new("ERR_STATE_TRANSACTION", message, StatusCodes.Status500InternalServerError, StatusCode.Internal);

    public static DaprApiException StateUnavailable(string operation, string message) =>
        new($"ERR_STATE_{operation}", message, StatusCodes.Status500InternalServerError, StatusCode.Internal);

    public static DaprApiException SecretStoreNotFound(string name) =>
        new("ERR_SECRET_STORE_NOT_FOUND", $"failed finding secret store with key {name}", StatusCodes.Status401Unauthorized, StatusCode.InvalidArgument);

    public static DaprApiException SecretStoresNotConfigured() =>
        new("ERR_SECRET_STORES_NOT_CONFIGURED", "secret store is not configured", StatusCodes.Status500InternalServerError, StatusCode.FailedPrecondition);

    public static DaprApiException SecretGet(string store, string key) =>
        new("ERR_SECRET_GET", $"failed getting secret with key {key} from secret store {store}: secret {key} not found",
            StatusCodes.Status500InternalServerError, StatusCode.Internal);

    public static DaprApiException DirectInvoke(string message, StatusCode grpcStatus) =>
        new("ERR_DIRECT_INVOKE", message, StatusCodes.Status500InternalServerError, grpcStatus);

    public static DaprApiException ShutDown(string appId) =>
        new("ERR_SHUTDOWN", $"the sidecar of {appId} was asked to shut down and serves no more calls; restart it",
            StatusCodes.Status503ServiceUnavailable, StatusCode.Unavailable);
}
