using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Sorts what can go wrong on a connection into what the recovery needs to know.</summary>
static class ChannelFault
{
    /// <summary>The status code that tells best what happened.</summary>
    public static StatusCode StatusOf(Exception exception) => exception switch
    {
        OpcUaException fault => fault.StatusCode,
        TimeoutException => StatusCodes.BadTimeout,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => StatusCodes.BadConnectionRejected,
        IOException or SocketException => StatusCodes.BadConnectionClosed,
        OperationCanceledException or ObjectDisposedException => StatusCodes.BadConnectionClosed,
        _ => StatusCodes.BadUnexpectedError,
    };

    /// <summary>What a connection that breaks or a server that refuses may throw; anything else is a fault of this program.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is OpcUaException or TimeoutException or IOException or SocketException or ObjectDisposedException
            or OperationCanceledException;

    /// <summary>
    /// The server no longer knows the session, or never took it up: another one is needed. That a user may not do one thing
    /// (BadUserAccessDenied) is none of it: another session would be refused the same, for ever.
    /// </summary>
    public static bool IsSessionLost(StatusCode status)
    {
        var code = status.WithoutInfoBits;
        return code == StatusCodes.BadSessionIdInvalid
            || code == StatusCodes.BadSessionClosed
            || code == StatusCodes.BadSessionNotActivated;
    }

    /// <summary>What a server says that refuses a client's certificate; most say no more than the first (OPC 10000-4, 6.1.3).</summary>
    public static bool MayBeDistrust(StatusCode status)
    {
        var code = status.WithoutInfoBits;
        return code == StatusCodes.BadSecurityChecksFailed
            || code == StatusCodes.BadCertificateUntrusted
            || code == StatusCodes.BadCertificateInvalid
            || code == StatusCodes.BadConnectionClosed;
    }

    /// <summary>The server refused this one request; session and channel are sound.</summary>
    public static bool IsOwnRefusal(OpcUaException exception) => !IsChannelLost(exception) && !IsSessionLost(exception.StatusCode);

    /// <summary>The connection itself is of no more use.</summary>
    public static bool IsChannelLost(Exception exception)
    {
        if (exception is TimeoutException or IOException or SocketException or ObjectDisposedException) return true;
        if (exception is not OpcUaException fault) return false;
        var code = fault.StatusCode.WithoutInfoBits;
        return code == StatusCodes.BadConnectionClosed
            || code == StatusCodes.BadSecureChannelClosed
            || code == StatusCodes.BadSecureChannelIdInvalid
            || code == StatusCodes.BadSecureChannelTokenUnknown
            || code == StatusCodes.BadTcpSecureChannelUnknown
            || code == StatusCodes.BadTcpMessageTypeInvalid
            || code == StatusCodes.BadTcpInternalError
            || code == StatusCodes.BadSequenceNumberInvalid
            || code == StatusCodes.BadSecurityChecksFailed
            || code == StatusCodes.BadConnectionRejected
            || code == StatusCodes.BadTcpServerTooBusy
            || code == StatusCodes.BadServerHalted
            || code == StatusCodes.BadShutdown
            || code == StatusCodes.BadCommunicationError;
    }

    /// <summary>
    /// As <see cref="IsChannelLost"/>, for the answer to ActivateSession: a server that finds the signature over its last nonce
    /// wrong, because its last answer never arrived, says so by a code that elsewhere condemns the channel.
    /// </summary>
    public static bool IsChannelLostToService(Exception exception) =>
        IsChannelLost(exception)
        && !(exception is OpcUaException fault && fault.StatusCode.WithoutInfoBits == StatusCodes.BadSecurityChecksFailed);
}
