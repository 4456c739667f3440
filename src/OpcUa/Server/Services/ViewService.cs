using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>Browse, BrowseNext and TranslateBrowsePathsToNodeIds (OPC 10000-4, 5.9).</summary>
internal sealed class ViewService(AddressSpace space, ServerLimits limits)
{
    /// <summary>References of all results of one response together: one request could name a large folder ten thousand times.</summary>
    private const int MaxReferencesPerResponse = 100_000;

    public BrowseResponse Browse(Session session, BrowseRequest request)
    {
        Operations.Check(request.NodesToBrowse.Length, limits);
        if (!request.View.ViewId.IsNull)
            throw new OpcUaException(StatusCodes.BadViewIdUnknown, "The server has no views.");
        var most = request.RequestedMaxReferencesPerNode == 0
            ? limits.MaxReferencesPerNode
            : (int)Math.Min(request.RequestedMaxReferencesPerNode, (uint)limits.MaxReferencesPerNode);
        var results = new BrowseResult[request.NodesToBrowse.Length];
        var references = 0;
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Browse(session, request.NodesToBrowse[i], most);
            references += results[i].References.Length;
            if (references > MaxReferencesPerResponse)
                throw new OpcUaException(StatusCodes.BadResponseTooLarge, $"More than {MaxReferencesPerResponse} references: browse fewer nodes in a request.");
        }

        return new BrowseResponse { Results = results };
    }

    public BrowseNextResponse BrowseNext(Session session, BrowseNextRequest request)
    {
        Operations.Check(request.ContinuationPoints.Length, limits);
        return new BrowseNextResponse
        {
            Results = Array.ConvertAll(request.ContinuationPoints, token =>
            {
                if (!session.TryTake(token, out var rest))
                    return new BrowseResult { StatusCode = StatusCodes.BadContinuationPointInvalid };
                return request.ReleaseContinuationPoints ? new BrowseResult() : Give(session, rest);
            }),
        };
    }

    /// <summary>Every node is found as fast as any other here: the ids to use are those that were given (5.9.5).</summary>
    public RegisterNodesResponse Register(RegisterNodesRequest request)
    {
        Operations.Check(request.NodesToRegister.Length, limits);
        return new RegisterNodesResponse { RegisteredNodeIds = request.NodesToRegister };
    }

    public UnregisterNodesResponse Unregister(UnregisterNodesRequest request)
    {
        Operations.Check(request.NodesToUnregister.Length, limits);
        return new UnregisterNodesResponse();
    }

    public TranslateBrowsePathsToNodeIdsResponse Translate(TranslateBrowsePathsToNodeIdsRequest request)
    {
        Operations.Check(request.BrowsePaths.Length, limits);
        return new TranslateBrowsePathsToNodeIdsResponse { Results = Array.ConvertAll(request.BrowsePaths, Translate) };
    }

    private BrowseResult Browse(Session session, BrowseDescription description, int most)
    {
        if (description.BrowseDirection is < BrowseDirection.Forward or > BrowseDirection.Both)
            return new BrowseResult { StatusCode = StatusCodes.BadBrowseDirectionInvalid };
        if (!space.TryFind(description.NodeId, out var node))
            return new BrowseResult { StatusCode = StatusCodes.BadNodeIdUnknown };
        if (!IsReferenceTypeOrNull(description.ReferenceTypeId))
            return new BrowseResult { StatusCode = StatusCodes.BadReferenceTypeIdInvalid };
        var matching = Array.FindAll(space.ReferencesOf(node), reference => Matches(reference, description));
        return Give(session, new ContinuationPoint(matching, 0, most, description.ResultMask));
    }

    private BrowseResult Give(Session session, in ContinuationPoint rest)
    {
        var count = Math.Min(rest.MaxReferences, rest.References.Length - rest.Next);
        byte[]? more = null;
        if (rest.Next + count < rest.References.Length)
        {
            more = session.Keep(rest with { Next = rest.Next + count });
            if (more is null)
                return new BrowseResult { StatusCode = StatusCodes.BadNoContinuationPoints };
        }

        var descriptions = new ReferenceDescription[count];
        for (var i = 0; i < count; i++)
            descriptions[i] = Describe(rest.References[rest.Next + i], (BrowseResultMask)rest.ResultMask);
        return new BrowseResult { ContinuationPoint = more, References = descriptions };
    }

    private bool Matches(Reference reference, BrowseDescription wanted)
    {
        if (wanted.BrowseDirection != BrowseDirection.Both && reference.IsForward != (wanted.BrowseDirection == BrowseDirection.Forward))
            return false;
        if (!IsWantedType(reference.TypeId, wanted.ReferenceTypeId, wanted.IncludeSubtypes))
            return false;
        return wanted.NodeClassMask == 0
            || (space.TryFind(reference.TargetId, out var target) && (wanted.NodeClassMask & (uint)target.NodeClass) != 0);
    }

    private ReferenceDescription Describe(Reference reference, BrowseResultMask mask)
    {
        space.TryFind(reference.TargetId, out var target);
        return new ReferenceDescription
        {
            ReferenceTypeId = mask.HasFlag(BrowseResultMask.ReferenceTypeId) ? reference.TypeId : NodeId.Null,
            IsForward = mask.HasFlag(BrowseResultMask.IsForward) && reference.IsForward,
            NodeId = reference.TargetId,
            NodeClass = mask.HasFlag(BrowseResultMask.NodeClass) ? target?.NodeClass ?? NodeClass.Unspecified : NodeClass.Unspecified,
            BrowseName = mask.HasFlag(BrowseResultMask.BrowseName) ? target?.BrowseName ?? default : default,
            DisplayName = mask.HasFlag(BrowseResultMask.DisplayName) ? target?.DisplayName ?? default : default,
            TypeDefinition = mask.HasFlag(BrowseResultMask.TypeDefinition) ? target?.TypeDefinition ?? NodeId.Null : NodeId.Null,
        };
    }

    private BrowsePathResult Translate(BrowsePath path)
    {
        if (!space.TryFind(path.StartingNode, out var start))
            return new BrowsePathResult { StatusCode = StatusCodes.BadNodeIdUnknown };
        if (path.RelativePath.Elements.Length == 0)
            return new BrowsePathResult { StatusCode = StatusCodes.BadNothingToDo };
        var reached = new HashSet<NodeId> { start.Id };
        foreach (var step in path.RelativePath.Elements)
        {
            if (step.TargetName.Name is null)
                return new BrowsePathResult { StatusCode = StatusCodes.BadBrowseNameInvalid };
            reached = Follow(reached, step);
        }

        if (reached.Count == 0)
            return new BrowsePathResult { StatusCode = StatusCodes.BadNoMatch };
        return new BrowsePathResult
        {
            Targets = [.. reached.Select(id => new BrowsePathTarget { TargetId = id, RemainingPathIndex = uint.MaxValue })],
        };
    }

    private HashSet<NodeId> Follow(HashSet<NodeId> from, RelativePathElement step)
    {
        var reached = new HashSet<NodeId>();
        foreach (var id in from)
        {
            if (!space.TryFind(id, out var node))
                continue;
            foreach (var reference in space.ReferencesOf(node))
            {
                if (reference.IsForward != step.IsInverse
                    && IsWantedType(reference.TypeId, step.ReferenceTypeId, step.IncludeSubtypes)
                    && space.TryFind(reference.TargetId, out var target)
                    && target.BrowseName == step.TargetName)
                {
                    reached.Add(target.Id);
                }
            }
        }

        return reached;
    }

    // The null id stands for all types of references (5.9.2.2).
    private static bool IsWantedType(NodeId type, NodeId wanted, bool includeSubtypes) =>
        wanted.IsNull || type == wanted || (includeSubtypes && StandardTypes.IsSubtypeOf(type, wanted));

    private bool IsReferenceTypeOrNull(NodeId id) =>
        id.IsNull || (space.TryFind(id, out var type) && type.NodeClass == NodeClass.ReferenceType);
}
