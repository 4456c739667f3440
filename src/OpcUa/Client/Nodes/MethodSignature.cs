using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>What a method takes and gives.</summary>
/// <param name="Inputs">The arguments of a call, in order.</param>
/// <param name="Outputs">What a call gives, in order.</param>
public sealed record MethodSignature(IReadOnlyList<Argument> Inputs, IReadOnlyList<Argument> Outputs)
{
    internal static async Task<MethodSignature> ReadAsync(
        NodeServices services, IReadOnlyList<string> namespaceUris, NodeId methodId, CancellationToken cancellationToken)
    {
        BrowsePath[] paths = [PathTo("InputArguments"), PathTo("OutputArguments")];
        var found = await services.TranslateAsync(paths, cancellationToken).ConfigureAwait(false);
        return new MethodSignature(
            await ArgumentsAsync(found[0]).ConfigureAwait(false), await ArgumentsAsync(found[1]).ConfigureAwait(false));

        BrowsePath PathTo(string property) => new()
        {
            StartingNode = methodId,
            RelativePath = new RelativePath
            {
                Elements = [new RelativePathElement { ReferenceTypeId = ReferenceTypeIds.HasProperty, IncludeSubtypes = true, TargetName = new QualifiedName(property) }],
            },
        };

        // A method without arguments has no such property.
        async Task<Argument[]> ArgumentsAsync(BrowsePathResult path)
        {
            if (path.StatusCode.IsBad || path.Targets is not [var target, ..] || !target.TargetId.TryResolve(namespaceUris, out var id)) return [];
            var read = await services.ReadAsync(
                [new ReadValueId { NodeId = id, AttributeId = AttributeIds.Value }], TimestampsToReturn.Neither, cancellationToken).ConfigureAwait(false);
            if (read[0].StatusCode.IsBad) throw new OpcUaException(read[0].StatusCode, $"The arguments of {methodId} cannot be read: {read[0].StatusCode}.");
            return read[0].Value.Elements is ExtensionObject[] elements
                ? [.. elements.Select(element => element.TryDecode<Argument>(out var argument) ? argument! : new Argument())]
                : [];
        }
    }
}
