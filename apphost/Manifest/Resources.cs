namespace Jinan.IndustryBrain.AppHost.Manifest;

/// <summary>A resource of an Aspire deployment manifest.</summary>
/// <param name="Name">Key under <c>resources</c>.</param>
internal abstract record Resource(string Name);

/// <summary>Something that is started: <c>project.v0/v1</c> or <c>executable.v0</c>.</summary>
internal abstract record RunnableResource(
    string Name,
    IReadOnlyList<string> Args,
    IReadOnlyDictionary<string, string> Env,
    IReadOnlyDictionary<string, Binding> Bindings) : Resource(Name);

/// <param name="Path">Project file, relative to the manifest.</param>
internal sealed record ProjectResource(
    string Name,
    string Path,
    IReadOnlyList<string> Args,
    IReadOnlyDictionary<string, string> Env,
    IReadOnlyDictionary<string, Binding> Bindings) : RunnableResource(Name, Args, Env, Bindings);

internal sealed record ExecutableResource(
    string Name,
    string Command,
    string? WorkingDirectory,
    IReadOnlyList<string> Args,
    IReadOnlyDictionary<string, string> Env,
    IReadOnlyDictionary<string, Binding> Bindings) : RunnableResource(Name, Args, Env, Bindings);

/// <summary><c>container.v0/v1</c>: read and shown, but not started here.</summary>
internal sealed record ContainerResource(string Name, string? Image, IReadOnlyDictionary<string, Binding> Bindings)
    : Resource(Name);

/// <summary><c>parameter.v0</c>: an input from outside, a fixed default, or a generated secret.</summary>
internal sealed record ParameterResource(
    string Name, string Value, string? ConnectionString, string? Default, bool Secret, int? GenerateLength) : Resource(Name);

/// <summary><c>value.v0</c> and <c>annotated.string</c>: an expression with a name.</summary>
internal sealed record ValueResource(string Name, string? Value, string? ConnectionString) : Resource(Name);

/// <summary><c>dapr.v0</c>: the sidecar of <paramref name="Application"/>.</summary>
internal sealed record DaprResource(string Name, string Application, string AppId, IReadOnlyList<string> Components)
    : Resource(Name);

/// <summary><c>dapr.component.v0</c>; its YAML is the file of that name in the components folder.</summary>
internal sealed record DaprComponentResource(string Name, string ComponentType) : Resource(Name);

/// <summary>A resource of a type that this runner does not know; it is shown, and nothing may refer to it.</summary>
internal sealed record UnknownResource(string Name, string Type) : Resource(Name);

/// <param name="Port">The port to be reached at; null lets the runner choose.</param>
internal sealed record Binding(string Scheme, string Transport, int? Port, int? TargetPort, bool External);

/// <summary>An Aspire deployment manifest.</summary>
/// <param name="Folder">Where relative paths start.</param>
internal sealed record AspireManifest(string Folder, IReadOnlyDictionary<string, Resource> Resources)
{
    public IEnumerable<T> All<T>()
        where T : Resource => Resources.Values.OfType<T>();
}
