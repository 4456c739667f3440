using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Contracts.Tests;

/// <summary>What one side leaves out because it is null, the other side must not require.</summary>
public sealed class ContractsJsonTests
{
    [Fact]
    public void LogFill_OfACollectorThatIsWell_IsReadAsItWasWritten()
    {
        FactoryLog[] logs = [new("auto-01", "ent-1", "auto", "1.1", "1.9") { Fill = new LogFill(4096, 1 << 30) }];
        var written = JsonSerializer.SerializeToUtf8Bytes(logs, ContractsJson.Default.FactoryLogArray);
        Assert.Equal(logs, JsonSerializer.Deserialize(written, ContractsJson.Default.FactoryLogArray));
    }

    [Fact]
    public void NullableParameters_OfEveryContract_AreOptional()
    {
        var seen = new HashSet<Type>();
        foreach (var root in typeof(ContractsJson).GetCustomAttributesData().Where(a => a.AttributeType == typeof(JsonSerializableAttribute)))
            Visit((Type)root.ConstructorArguments[0].Value!, seen);
        var required = seen.Select(type => ContractsJson.Default.GetTypeInfo(type)).OfType<JsonTypeInfo>().SelectMany(info => info.Properties)
            .Where(p => p.AssociatedParameter is { IsNullable: true, HasDefaultValue: false, IsMemberInitializer: false } && !IsAlwaysWritten(p))
            .Select(p => $"{p.DeclaringType.Name}.{p.Name}");
        Assert.Contains(typeof(LogFill), seen);
        Assert.Empty(required);
    }

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property.AttributeProvider!.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false).OfType<JsonIgnoreAttribute>().Any(i => i.Condition == JsonIgnoreCondition.Never);

    private static void Visit(Type type, HashSet<Type> seen)
    {
        if (ContractsJson.Default.GetTypeInfo(type) is not { } info || !seen.Add(type))
            return;
        foreach (var next in new[] { info.ElementType, Nullable.GetUnderlyingType(type) }.OfType<Type>().Concat(info.Properties.Select(p => p.PropertyType)))
            Visit(next, seen);
    }
}
