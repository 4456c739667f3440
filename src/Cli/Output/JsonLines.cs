using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Cli.Output;

/// <summary>JSON for machines, one document a line. Numbers that JSON does not know (NaN) are written as texts.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    public static void Write(object value) => Console.WriteLine(JsonSerializer.Serialize(value, Options));
}
