using System.Text;

namespace Jinan.IndustryBrain.AppHost.Manifest;

/// <summary>
/// Puts values in the place of a manifest's expressions: <c>{res.bindings.name.url|host|port|targetPort|scheme}</c>,
/// <c>{res.connectionString}</c>, <c>{param.value}</c>, <c>{param.inputs.value}</c>. Doubled braces stand for themselves.
/// </summary>
/// <param name="ports">The port of each binding, by resource and binding name.</param>
/// <param name="parameters">The value of each parameter.</param>
internal sealed class ExpressionResolver(
    AspireManifest manifest,
    Func<string, string, int> ports,
    Func<ParameterResource, string> parameters)
{
    // An expression may name another that names another; a cycle would never end.
    private const int MaxDepth = 16;

    public string Resolve(string text) => Resolve(text, 0);

    /// <summary>Names of the resources that the expressions of <paramref name="text"/> refer to.</summary>
    public static IEnumerable<string> References(string text) =>
        Split(text).Where(part => part.IsExpression).Select(part => part.Text.Split('.')[0]);

    private string Resolve(string text, int depth)
    {
        if (depth > MaxDepth)
            throw new ManifestException($"The expressions behind '{text}' refer to each other in a circle. Break it.");
        var resolved = new StringBuilder();
        foreach (var (part, isExpression) in Split(text))
            resolved.Append(isExpression ? Evaluate(part, depth) : part);
        return resolved.ToString();
    }

    private string Evaluate(string expression, int depth)
    {
        var path = expression.Split('.');
        if (!manifest.Resources.TryGetValue(path[0], out var resource))
            throw new ManifestException($"The expression {{{expression}}} names '{path[0]}', which is not among the resources.");
        return (resource, path) switch
        {
            (ParameterResource parameter, [_, "value"]) =>
                parameter.Value == $"{{{parameter.Name}.inputs.value}}" ? parameters(parameter) : Resolve(parameter.Value, depth + 1),
            (ParameterResource parameter, [_, "inputs", "value"]) => parameters(parameter),
            (ParameterResource { ConnectionString: { } connection }, [_, "connectionString"]) => Resolve(connection, depth + 1),
            (ValueResource { ConnectionString: { } connection }, [_, "connectionString"]) => Resolve(connection, depth + 1),
            (ValueResource { Value: { } value }, [_, "value"]) => Resolve(value, depth + 1),
            (RunnableResource runnable, [_, "bindings", var name, var property]) =>
                EvaluateBinding(expression, runnable, name, property),
            _ => throw new ManifestException(
                $"The expression {{{expression}}} asks for something that '{path[0]}' ({resource.GetType().Name}) does not have."),
        };
    }

    private string EvaluateBinding(string expression, RunnableResource resource, string name, string property)
    {
        if (!resource.Bindings.TryGetValue(name, out var binding))
            throw new ManifestException($"The expression {{{expression}}} names a binding that '{resource.Name}' does not have.");
        return property switch
        {
            "url" => $"{binding.Scheme}://127.0.0.1:{ports(resource.Name, name)}",
            "host" => "127.0.0.1",
            "port" or "targetPort" => ports(resource.Name, name).ToString(),
            "scheme" => binding.Scheme,
            _ => throw new ManifestException(
                $"The expression {{{expression}}} asks for '{property}'; a binding has url, host, port, targetPort and scheme."),
        };
    }

    private static IEnumerable<(string Text, bool IsExpression)> Split(string text)
    {
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
                continue;
            }

            if (c != '{')
            {
                literal.Append(c);
                continue;
            }

            var end = text.IndexOf('}', i);
            if (end < 0)
                throw new ManifestException($"'{text}' opens an expression and does not close it. Double the brace if it is meant as such.");
            yield return (literal.ToString(), false);
            literal.Clear();
            yield return (text[(i + 1)..end], true);
            i = end;
        }

        yield return (literal.ToString(), false);
    }
}
