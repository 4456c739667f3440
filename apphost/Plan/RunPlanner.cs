using System.Security.Cryptography;
using Jinan.IndustryBrain.AppHost.Manifest;

namespace Jinan.IndustryBrain.AppHost.Plan;

/// <summary>What a person chose on the command line.</summary>
/// <param name="FreePorts">Take free ports for everything, also where the manifest names one.</param>
/// <param name="Parameters">Values for the manifest's parameters; the environment's <c>Parameters__name</c> come after these.</param>
internal sealed record RunChoices(
    Profile Profile,
    DataLayout Data,
    bool FreePorts,
    IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Where programs are; null: built in the manifest's checkout.</summary>
    public IPrograms? Programs { get; init; }

    /// <summary>Ports by resource, in place of those of the manifest.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; init; } = new Dictionary<string, int>();

    /// <summary>Further variables by process.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Variables { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>What a person can do about a port that is in use.</summary>
    public string PortAdvice { get; init; } = "or start with --ports free, or change the port in the manifest";
}

/// <summary>
/// Turns the manifest into processes: ports, environment, order. The manifest's format has no wait-for: a process starts after
/// those that its expressions refer to, and every Dapr application after the sidecar.
/// </summary>
internal sealed class RunPlanner(AspireManifest manifest, RunChoices choices)
{
    public const string SidecarName = "sidecar";

    /// <summary>A variable of <see cref="RunChoices.Variables"/>: addresses besides the plain one on 127.0.0.1.</summary>
    public const string FurtherUrls = "FURTHER_URLS";
    public const string SidecarProject = "src/Sidecar/Jinan.IndustryBrain.Sidecar.csproj";

    /// <summary>The <c>brain</c> tool's end of the sidecar.</summary>
    public const string CliAppId = "cli";

    private readonly IPrograms _programs = choices.Programs ?? new CheckoutPrograms(manifest.Folder);
    private readonly HashSet<int> _taken = [];
    private readonly Dictionary<(string, string), int> _ports = [];
    private readonly Dictionary<string, string> _parameters = new(StringComparer.OrdinalIgnoreCase);

    public RunPlan Plan()
    {
        var runnables = choices.Profile.Resources
            .Select(name => manifest.Resources.GetValueOrDefault(name))
            .OfType<RunnableResource>().ToList();
        if (runnables.Count == 0)
            throw new ManifestException(
                $"The manifest has none of the resources of profile '{choices.Profile.Name}' ({string.Join(", ", choices.Profile.Resources)}).");
        var names = runnables.Select(r => r.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in runnables)
            foreach (var (name, binding) in resource.Bindings)
                _ports[(resource.Name, name)] = ChoosePort(resource.Name, binding);

        var sidecars = Sidecars(names).ToList();
        var resolver = new ExpressionResolver(manifest, PortOf, ParameterOf);
        var processes = runnables.Select(r => Process(r, resolver, names, sidecars)).ToList();
        if (sidecars.Count > 0)
            processes.Insert(0, SidecarProcess(sidecars));
        return new RunPlan(choices.Profile, choices.Data, processes, sidecars, Skipped(names));
    }

    private int ChoosePort(string resource, Binding binding)
    {
        if (choices.FreePorts || (choices.Ports.TryGetValue(resource, out var chosen) ? chosen : binding.Port) is not { } port)
            return Ports.FindFree(1, _taken);
        if (!Ports.IsFree(port) || !_taken.Add(port))
            throw new ManifestException($"Port {port} of '{resource}' is in use. Stop what listens there, {choices.PortAdvice}.");
        return port;
    }

    // A reference to a resource that is not started here, e.g. the city's address at an edge, has to come as a parameter.
    private int PortOf(string resource, string binding) =>
        _ports.TryGetValue((resource, binding), out var port)
            ? port
            : throw new ManifestException(
                $"Something refers to '{resource}', which profile '{choices.Profile.Name}' does not start.");

    private string ParameterOf(ParameterResource parameter)
    {
        if (_parameters.TryGetValue(parameter.Name, out var known))
            return known;
        var value = choices.Parameters.GetValueOrDefault(parameter.Name)
            ?? Environment.GetEnvironmentVariable($"Parameters__{parameter.Name}")
            ?? parameter.Default
            ?? (parameter.GenerateLength is { } length ? RandomNumberGenerator.GetHexString(Math.Max(length, 16), lowercase: true) : null)
            ?? throw new ManifestException(
                $"The parameter '{parameter.Name}' has no value. Set the environment variable Parameters__{parameter.Name}.");
        return _parameters[parameter.Name] = value;
    }

    private IEnumerable<SidecarApp> Sidecars(HashSet<string> names)
    {
        var daprs = manifest.All<DaprResource>().Where(d => names.Contains(d.Application)).ToList();
        foreach (var dapr in daprs)
            yield return NewSidecar(dapr.AppId, _ports.GetValueOrDefault((dapr.Application, "http")), dapr.Components);
        if (daprs.Count > 0)
            yield return NewSidecar(CliAppId, null, []);
    }

    private SidecarApp NewSidecar(string appId, int? appPort, IReadOnlyList<string> components)
    {
        var first = Ports.FindFree(2, _taken);
        return new SidecarApp(appId, first, first + 1, appPort, NewToken(), NewToken(), components);
    }

    private static string NewToken() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private ProcessSpec Process(
        RunnableResource resource, ExpressionResolver resolver, HashSet<string> names, IReadOnlyList<SidecarApp> sidecars)
    {
        var after = resource.Env.Values.Concat(resource.Args)
            .SelectMany(ExpressionResolver.References)
            .Where(r => names.Contains(r) && r != resource.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var env = CommonEnvironment(resource.Name);
        foreach (var (key, value) in resource.Env)
            env[key] = resolver.Resolve(value);
        if (manifest.All<DaprResource>().FirstOrDefault(d => d.Application == resource.Name) is { } dapr
            && sidecars.FirstOrDefault(s => s.AppId == dapr.AppId) is { } sidecar)
        {
            AddDapr(env, sidecar);
            after.Add(SidecarName);
        }

        Uri? url = null;
        if (_ports.TryGetValue((resource.Name, "http"), out var port))
        {
            url = new Uri($"http://127.0.0.1:{port}");
            env["ASPNETCORE_URLS"] = url.GetLeftPart(UriPartial.Authority);
        }

        AddVariables(env, resource.Name);
        if (env.Remove(FurtherUrls, out var further))
            env["ASPNETCORE_URLS"] = $"{env.GetValueOrDefault("ASPNETCORE_URLS")};{further}".TrimStart(';');
        var (command, args, folder) = Start(resource, resolver);
        return new ProcessSpec(
            resource.Name, command, args, folder, env, url is null ? null : new Uri(url, "health/ready"), url,
            resource.Bindings.Values.Any(b => b.External), after);
    }

    private (string Command, IReadOnlyList<string> Args, string Folder) Start(RunnableResource resource, ExpressionResolver resolver)
    {
        var args = resource.Args.Select(resolver.Resolve).ToList();
        return resource switch
        {
            ProjectResource project => Start(_programs.Of(project.Path), args),
            ExecutableResource executable =>
                (executable.Command, args, Path.GetFullPath(executable.WorkingDirectory ?? ".", manifest.Folder)),
            _ => throw new InvalidOperationException($"'{resource.Name}' is of no kind that is started."),
        };
    }

    private static (string Command, IReadOnlyList<string> Args, string Folder) Start(ProgramStart program, IReadOnlyList<string> args) =>
        (program.Command, [.. program.Args, .. args], program.Folder);

    private ProcessSpec SidecarProcess(IReadOnlyList<SidecarApp> sidecars)
    {
        var health = new Uri($"http://127.0.0.1:{sidecars[0].HttpPort}/v1.0/healthz");
        var env = CommonEnvironment(SidecarName);
        AddVariables(env, SidecarName);
        var (command, args, folder) = Start(_programs.Of(SidecarProject), ["--config", choices.Data.SidecarConfiguration]);
        return new ProcessSpec(SidecarName, command, args, folder, env, health, null, External: false, After: new HashSet<string>());
    }

    private void AddVariables(Dictionary<string, string> env, string process)
    {
        foreach (var (key, value) in choices.Variables.GetValueOrDefault(process) ?? new Dictionary<string, string>())
            env[key] = value;
    }

    private static Dictionary<string, string> CommonEnvironment(string name) => new(StringComparer.Ordinal)
    {
        ["INDUSTRYBRAIN_EXIT_WITH_PARENT"] = "1",
        ["OTEL_SERVICE_NAME"] = name,
        ["DOTNET_NOLOGO"] = "1",
        // Ten processes on a small machine: workstation collections, and memory given back.
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_GCConserveMemory"] = "5",
        ["DOTNET_TieredPGO"] = "0",
    };

    private static void AddDapr(Dictionary<string, string> env, SidecarApp sidecar)
    {
        env["APP_ID"] = sidecar.AppId;
        env["DAPR_HTTP_PORT"] = sidecar.HttpPort.ToString();
        env["DAPR_GRPC_PORT"] = sidecar.GrpcPort.ToString();
        env["DAPR_HTTP_ENDPOINT"] = $"http://127.0.0.1:{sidecar.HttpPort}";
        env["DAPR_GRPC_ENDPOINT"] = $"http://127.0.0.1:{sidecar.GrpcPort}";
        env["DAPR_API_TOKEN"] = sidecar.ApiToken;
        env["APP_API_TOKEN"] = sidecar.AppApiToken;
        if (sidecar.AppPort is { } port)
            env["APP_PORT"] = port.ToString();
    }

    private List<string> Skipped(HashSet<string> names) =>
        [.. manifest.Resources.Values
            .Where(r => r is RunnableResource or ContainerResource && !names.Contains(r.Name))
            .Select(r => r is ContainerResource ? $"{r.Name} (a container: this runner starts projects and executables)" : r.Name)];
}
