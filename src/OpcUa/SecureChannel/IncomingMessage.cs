using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>A message as it came out of a channel: verified, decrypted, its chunks put together.</summary>
/// <param name="Type">OpenSecureChannel, CloseSecureChannel or Message.</param>
/// <param name="RequestId">Ties a response to its request.</param>
/// <param name="Body">Type id and fields, encoded. It lies in a buffer of the channel and is valid until the next chunk is received.</param>
/// <param name="Abort">Set when the sender gave the message up half-way; there is no body then.</param>
internal readonly record struct IncomingMessage(MessageType Type, uint RequestId, ReadOnlyMemory<byte> Body, ErrorMessage? Abort);
