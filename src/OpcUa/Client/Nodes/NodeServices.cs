using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Read, write, call, browse and translate over the session of the moment, within the server's limits.</summary>
internal sealed class NodeServices(Func<ClientSession> session)
{
    /// <summary>More references than this of one node are not gathered: it is a server that never ends.</summary>
    const int MaxReferences = 1_000_000;

    public Task<DataValue[]> ReadAsync(
        IReadOnlyList<ReadValueId> nodes, TimestampsToReturn timestamps, CancellationToken cancellationToken)
    {
        var current = session();
        return Batches.RunAsync(nodes, current.Profile.Read, async batch =>
        {
            var request = new ReadRequest { TimestampsToReturn = timestamps, NodesToRead = batch };
            return (await RequestAsync<ReadResponse>(current, request, cancellationToken).ConfigureAwait(false)).Results;
        });
    }

    public Task<StatusCode[]> WriteAsync(IReadOnlyList<WriteValue> values, CancellationToken cancellationToken)
    {
        var current = session();
        return Batches.RunAsync(values, current.Profile.Write, async batch =>
        {
            var request = new WriteRequest { NodesToWrite = batch };
            return (await RequestAsync<WriteResponse>(current, request, cancellationToken).ConfigureAwait(false)).Results;
        });
    }

    public Task<CallMethodResult[]> CallAsync(IReadOnlyList<CallMethodRequest> methods, CancellationToken cancellationToken)
    {
        var current = session();
        return Batches.RunAsync(methods, current.Profile.Call, async batch =>
        {
            var request = new CallRequest { MethodsToCall = batch };
            return (await RequestAsync<CallResponse>(current, request, cancellationToken).ConfigureAwait(false)).Results;
        });
    }

    public Task<BrowsePathResult[]> TranslateAsync(IReadOnlyList<BrowsePath> paths, CancellationToken cancellationToken)
    {
        var current = session();
        return Batches.RunAsync(paths, current.Profile.Translate, async batch =>
        {
            var request = new TranslateBrowsePathsToNodeIdsRequest { BrowsePaths = batch };
            return (await RequestAsync<TranslateBrowsePathsToNodeIdsResponse>(current, request, cancellationToken).ConfigureAwait(false)).Results;
        });
    }

    public Task<BrowseResult[]> BrowseAsync(IReadOnlyList<BrowseDescription> nodes, uint maxReferences, CancellationToken cancellationToken)
    {
        var current = session();
        return Batches.RunAsync(nodes, current.Profile.Browse, async batch =>
        {
            var request = new BrowseRequest { NodesToBrowse = batch, RequestedMaxReferencesPerNode = maxReferences };
            var results = (await RequestAsync<BrowseResponse>(current, request, cancellationToken).ConfigureAwait(false)).Results;
            for (var i = 0; i < results.Length; i++)
                results[i] = await FollowAsync(current, results[i], cancellationToken).ConfigureAwait(false);
            return results;
        });
    }

    // Continuation points are few at every server: each node's is used up before the next one's.
    static async Task<BrowseResult> FollowAsync(ClientSession current, BrowseResult first, CancellationToken cancellationToken)
    {
        if (first.ContinuationPoint is not { Length: > 0 } point) return first;
        var references = new List<ReferenceDescription>(first.References);
        var status = first.StatusCode;
        try
        {
            while (point is { Length: > 0 } && !status.IsBad)
            {
                if (references.Count > MaxReferences)
                    throw new OpcUaException(StatusCodes.BadEncodingLimitsExceeded, $"A node has more than {MaxReferences} references.");
                var request = new BrowseNextRequest { ContinuationPoints = [point] };
                var response = await RequestAsync<BrowseNextResponse>(current, request, cancellationToken).ConfigureAwait(false);
                if (response.Results is not [var next])
                    throw new OpcUaException(StatusCodes.BadUnknownResponse, $"{response.Results.Length} results came for one continuation point.");
                status = next.StatusCode;
                references.AddRange(next.References);
                point = next.ContinuationPoint;
            }
        }
        catch (Exception exception) when (ChannelFault.IsExpected(exception))
        {
            await ReleaseAsync(current, point).ConfigureAwait(false);
            throw;
        }

        return new BrowseResult { StatusCode = status, References = [.. references] };
    }

    // Left behind, it would cost the server one of its few until the session ends.
    static async Task ReleaseAsync(ClientSession current, byte[]? point)
    {
        if (point is null || current.Channel.Lost.IsCompleted) return;
        try
        {
            var request = new BrowseNextRequest { ReleaseContinuationPoints = true, ContinuationPoints = [point] };
            await current.RequestAsync<BrowseNextResponse>(request, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (ChannelFault.IsExpected(exception))
        {
            // The caller learns why browsing failed; that tidying up failed too adds nothing.
        }
    }

    /// <summary>Sends one request within what the server can take at a time.</summary>
    public static async Task<TResponse> RequestAsync<TResponse>(ClientSession current, IServiceRequest request, CancellationToken cancellationToken)
        where TResponse : IServiceResponse, IIdentifiedStructure<TResponse>
    {
        var outstanding = current.Profile.Outstanding;
        await outstanding.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await current.RequestAsync<TResponse>(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            outstanding.Release();
        }
    }
}
