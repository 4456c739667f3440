using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Asks a server about itself and its neighbours, without a session (OPC 10000-4, 5.5).</summary>
public static class Discovery
{
    /// <summary>How a server may be reached. The urls in the answer are the server's own idea of its name.</summary>
    /// <exception cref="ArgumentException">The options have faults.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    /// <exception cref="OpcUaException">The server refused.</exception>
    public static async Task<IReadOnlyList<EndpointDescription>> GetEndpointsAsync(
        ConnectionOptions options, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var request = new GetEndpointsRequest { EndpointUrl = options.EndpointUrl };
        return (await AskAsync<GetEndpointsResponse>(options, request, time ?? TimeProvider.System, cancellationToken).ConfigureAwait(false)).Endpoints;
    }

    /// <summary>Which servers a server or discovery server knows.</summary>
    /// <exception cref="ArgumentException">The options have faults.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    /// <exception cref="OpcUaException">The server refused.</exception>
    public static async Task<IReadOnlyList<ApplicationDescription>> FindServersAsync(
        ConnectionOptions options, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var request = new FindServersRequest { EndpointUrl = options.EndpointUrl };
        return (await AskAsync<FindServersResponse>(options, request, time ?? TimeProvider.System, cancellationToken).ConfigureAwait(false)).Servers;
    }

    /// <summary>
    /// The endpoint that the options ask for. A secured one is asked for over a short-lived channel without security, which a
    /// server has for this alone; what comes back is held against the server's own word once it is authenticated.
    /// </summary>
    internal static async Task<ServerEndpoint> ChooseEndpointAsync(
        ConnectionOptions options, Dial dial, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options.Security.IsNone) return ServerEndpoint.Unsecured;
        var request = new GetEndpointsRequest { EndpointUrl = options.EndpointUrl };
        var response = await AskAsync<GetEndpointsResponse>(options, request, time, cancellationToken, dial).ConfigureAwait(false);
        return EndpointSelection.Choose(options, response.Endpoints);
    }

    static async Task<TResponse> AskAsync<TResponse>(
        ConnectionOptions options, IServiceRequest request, TimeProvider time, CancellationToken cancellationToken, Dial? dial = null)
        where TResponse : IServiceResponse, IIdentifiedStructure<TResponse>
    {
        var address = OpcUaConnection.Validated(options);
        var channel = await ClientChannel.OpenAsync(
            address, ServerEndpoint.Unsecured, options, dial ?? Dialler.TcpAsync, time, cancellationToken).ConfigureAwait(false);
        try
        {
            request.RequestHeader = RequestHeaders.Make(time, options.RequestTimeout);
            return await channel.RequestAsync<TResponse>(request, options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await channel.CloseAsync().ConfigureAwait(false);
        }
    }
}
