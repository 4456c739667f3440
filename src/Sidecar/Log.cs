namespace Jinan.IndustryBrain.Sidecar;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Serving {AppId}: HTTP {HttpPort}, gRPC {GrpcPort}, application at {AppPort}")]
    public static partial void Serving(ILogger log, string appId, int httpPort, int grpcPort, int? appPort);

    [LoggerMessage(2, LogLevel.Information, "Application {AppId} is up at port {Port}")]
    public static partial void AppIsUp(ILogger log, string appId, int port);

    [LoggerMessage(3, LogLevel.Warning, "Application {AppId} at port {Port} is gone; what is for it waits")]
    public static partial void AppIsDown(ILogger log, string appId, int port);

    [LoggerMessage(4, LogLevel.Warning, "Application {AppId}: {Fault}")]
    public static partial void SubscriptionFault(ILogger log, string appId, string fault);

    [LoggerMessage(5, LogLevel.Information, "{AppId} receives {PubSub}/{Topic} from message {Sequence} on")]
    public static partial void SubscriptionStarted(ILogger log, string appId, string pubSub, string topic, long sequence);

    [LoggerMessage(6, LogLevel.Error, "Deliveries of {Topic} to {AppId} stopped; they start anew in {Seconds} s")]
    public static partial void SubscriptionFailed(ILogger log, string appId, string topic, double seconds, Exception error);

    [LoggerMessage(7, LogLevel.Debug, "{AppId} gave no answer to a message of {Topic}: {Reason}")]
    public static partial void DeliveryUnanswered(ILogger log, string appId, string topic, string reason);

    [LoggerMessage(8, LogLevel.Warning, "Message {Sequence} of {Topic} was published raw, and {AppId} does not subscribe with rawPayload; it is offered again until it does")]
    public static partial void RawMessageForEnvelopeSubscription(ILogger log, string appId, string topic, long sequence);

    [LoggerMessage(9, LogLevel.Warning, "{AppId} dropped message {Sequence} of {Topic}")]
    public static partial void MessageDropped(ILogger log, string appId, string topic, long sequence);

    [LoggerMessage(10, LogLevel.Warning, "Message {Sequence} of {Topic} for {AppId} went to {DeadLetterTopic}")]
    public static partial void MessageDeadLettered(ILogger log, string appId, string topic, long sequence, string deadLetterTopic);

    [LoggerMessage(11, LogLevel.Error, "A message for {AppId} cannot be put into {DeadLetterTopic}, it is kept and tried again: {Reason}")]
    public static partial void DeadLetterFailed(ILogger log, string appId, string deadLetterTopic, string reason);

    [LoggerMessage(12, LogLevel.Error, "The position of {AppId} in {Topic} cannot be written: {Reason}")]
    public static partial void PositionNotWritten(ILogger log, string appId, string topic, string reason);

    [LoggerMessage(13, LogLevel.Warning, "{AppId} no longer subscribes to {PubSub}/{Topic}; its place there is given up")]
    public static partial void GroupRemoved(ILogger log, string appId, string pubSub, string topic);

    [LoggerMessage(14, LogLevel.Error, "State store {Store} cannot be written: {Reason}")]
    public static partial void StateWriteFailed(ILogger log, string store, string reason);

    [LoggerMessage(15, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void CallFailed(ILogger log, string method, string path, Exception error);

    [LoggerMessage(16, LogLevel.Warning, "Component {Component} is left out (ignoreErrors): {Fault}")]
    public static partial void ComponentIgnored(ILogger log, string component, string fault);

    [LoggerMessage(17, LogLevel.Warning, "{AppId} asked its sidecar to shut down")]
    public static partial void ShutDownAsked(ILogger log, string appId);

    [LoggerMessage(18, LogLevel.Warning, "Application {AppId} answered {Status} to /dapr/subscribe; it is asked again")]
    public static partial void SubscribeRefused(ILogger log, string appId, int status);

    [LoggerMessage(19, LogLevel.Debug, "{AppId} cannot be connected to; retry {Retry} of the call follows")]
    public static partial void CallRetried(ILogger log, string appId, int retry);
}
