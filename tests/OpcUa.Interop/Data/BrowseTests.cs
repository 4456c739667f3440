using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Data;

/// <summary>The whole tree of node-opcua's server, the standard types and all, by our client.</summary>
public sealed class BrowseTests(RichServer rich)
{
    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public async Task OurClient_FromRoot_ReachesEveryNodeOfTheServer(uint referencesPerResponse)
    {
        await rich.StartedAsync();
        // The server hides some nodes from everybody but its administrators, as this user is one.
        await using var connection = await rich.ConnectAsync(rich.Options(SecurityPolicyChoice.Basic256Sha256, SecurityMode.SignAndEncrypt, User.Password));
        var seen = new Dictionary<NodeId, NodeClass> { [ObjectIds.RootFolder] = NodeClass.Object };
        var level = new List<NodeId> { ObjectIds.RootFolder };
        while (level.Count > 0)
        {
            var results = await connection.BrowseAsync(
            [
                .. level.Select(node => new BrowseDescription
                {
                    NodeId = node, ReferenceTypeId = ReferenceTypeIds.HierarchicalReferences, IncludeSubtypes = true, ResultMask = (uint)BrowseResultMask.All,
                }),
            ],
            referencesPerResponse);
            Assert.All(results, result => Assert.False(result.StatusCode.IsBad, result.StatusCode.ToString()));
            level = [];
            foreach (var reference in results.SelectMany(result => result.References))
            {
                Assert.NotNull(reference.BrowseName.Name);
                if (reference.NodeId.TryResolve(connection.NamespaceUris, out var id) && seen.TryAdd(id, reference.NodeClass))
                    level.Add(id);
            }
        }

        // As many as the server itself counts, without its services.
        var own = (await rich.Node.CommandAsync(new { command = "nodes" })).GetProperty("reachable").GetInt32();
        Assert.Equal(own, seen.Count);
        Assert.Equal(RichServer.Items, seen.Keys.Count(id => id.Text is { Length: 6 } text && text.StartsWith('i') && char.IsAsciiDigit(text[1])));
        Assert.Contains(new NodeId(2041), seen.Keys);
        Assert.Equal(
            [NodeClass.Object, NodeClass.Variable, NodeClass.Method, NodeClass.ObjectType, NodeClass.VariableType, NodeClass.ReferenceType, NodeClass.DataType],
            seen.Values.Distinct().Order());
    }
}
