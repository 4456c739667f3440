using Jinan.IndustryBrain.AppHost.Display;
using Jinan.IndustryBrain.AppHost.Installed;
using Jinan.IndustryBrain.AppHost.Manifest;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Processes;
using Jinan.IndustryBrain.AppHost.Setup;
using Jinan.IndustryBrain.AppHost.Watch;

namespace Jinan.IndustryBrain.AppHost.Commands;

/// <summary>What is to be run, and how.</summary>
internal sealed record SessionRequest(
    string ManifestPath,
    string DataFolder,
    string Profile,
    bool FreePorts,
    bool Build,
    IReadOnlyList<FileInfo> Factories,
    string? Plant);

/// <summary>One run from set-up to stop: <see cref="StartAsync"/> brings everything up, disposing takes everything down.</summary>
internal sealed class RunSession : IAsyncDisposable
{
    private const string PlantFileParameter = "plant-file";
    private const string RealmFileParameter = "realm-file";
    private const string PlantBasePortParameter = "plant-base-port";

    private readonly RunLock _lock;
    private readonly Supervisor _supervisor;
    private readonly RunStateFile _stateFile;

    private RunSession(RunPlan plan, RunLock runLock, Supervisor supervisor, RunStateFile stateFile)
    {
        Plan = plan;
        _lock = runLock;
        _supervisor = supervisor;
        _stateFile = stateFile;
    }

    public RunPlan Plan { get; }

    public IReadOnlyList<ProcessState> States => _supervisor.States;

    /// <summary>Null where there is no city to ask.</summary>
    public SectorProbe? Probe { get; private init; }

    public static async Task<RunSession> StartAsync(
        SessionRequest request, IRunDisplay display, TimeProvider time, CancellationToken cancellation)
    {
        var manifest = ManifestReader.ReadFile(request.ManifestPath);
        var profile = Profile.Named(request.Profile);
        var data = new DataLayout(Path.GetFullPath(request.DataFolder));
        data.Create();
        var runLock = RunLock.Take(data);
        try
        {
            if (request.Build)
                await display.StepAsync("Building the services", () => ServiceBuild.RunAsync(manifest, profile, data, cancellation));
            var demo = profile.Resources.Contains("plant");
            var files = new RunFiles(manifest.Folder, data, demo ? request.Plant : null, demo, request.FreePorts);
            var plan = new RunPlanner(manifest, new RunChoices(profile, data, request.FreePorts, files.Parameters)).Plan();
            SidecarConfiguration.Write(plan, Path.Combine(manifest.Folder, "apphost", "components"));
            if (demo)
                await SetUpDemoAsync(manifest, plan, files, display, cancellation);
            else if (profile.Resources.Contains("collector"))
                FactoryFiles.Install(request.Factories, data);
            return Launch(plan, runLock, demo ? files : null, null, display, time);
        }
        catch
        {
            runLock.Dispose();
            throw;
        }
    }

    /// <summary>Runs an installed bundle: nothing is built, nothing is simulated, and it may be empty.</summary>
    public static RunSession StartInstalled(Bundle bundle, InstalledConfiguration configuration, IRunDisplay display, TimeProvider time)
    {
        configuration.Data.CreatePrivately();
        var runLock = RunLock.Take(configuration.Data);
        try
        {
            var plan = new InstalledPlan(bundle, configuration).Make();
            SidecarConfiguration.Write(plan, bundle.Components);
            return Launch(plan, runLock, null, configuration.File, display, time);
        }
        catch
        {
            runLock.Dispose();
            throw;
        }
    }

    /// <summary>Completes when everything was ready once.</summary>
    public Task WhenReadyAsync(CancellationToken cancellation) => _supervisor.StartAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _supervisor.DisposeAsync();
        Probe?.Dispose();
        _stateFile.Dispose();
        _lock.Dispose();
    }

    private static async Task SetUpDemoAsync(
        AspireManifest manifest, RunPlan plan, RunFiles files, IRunDisplay display, CancellationToken cancellation)
    {
        var setup = new DemoSetup(manifest.Folder, plan, files.Plant, files.PlantBasePort, files.Realm);
        await display.StepAsync(
            "Configuring the simulated factories, packing and signing the capsules",
            () => Task.WhenAll(setup.WriteFactoriesAsync(cancellation), setup.PackCapsulesAsync(cancellation)));
        setup.WriteCredentials();
    }

    private static RunSession Launch(
        RunPlan plan, RunLock runLock, RunFiles? demo, string? configuration, IRunDisplay display, TimeProvider time)
    {
        display.Started(plan);
        var stateFile = new RunStateFile(plan, configuration, time);
        Supervisor? supervisor = null;
        supervisor = new Supervisor(plan, time, state =>
        {
            display.Changed(state);
            stateFile.Write(supervisor!.States);
        });
        return new RunSession(plan, runLock, supervisor, stateFile)
        {
            Probe = demo is null ? null : new SectorProbe(plan, DemoPlant.Read(demo.Plant), time),
        };
    }

    /// <summary>The files and ports that set-up and manifest have to agree on.</summary>
    private sealed class RunFiles
    {
        public RunFiles(string root, DataLayout data, string? plantFile, bool demo, bool freePorts)
        {
            Plant = Path.GetFullPath(plantFile ?? Path.Combine(root, "apphost", "demo", "plant.json"));
            Realm = Path.Combine(root, "apphost", "realm", "industrybrain-realm.json");
            var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["data-folder"] = data.Root,
                ["factories-folder"] = data.Factories,
                ["capsules-folder"] = data.Capsules,
                ["publishers-folder"] = data.Publishers,
                ["registry-file"] = Plant,
                [PlantFileParameter] = Plant,
                [RealmFileParameter] = Realm,
            };
            if (demo)
            {
                var plant = DemoPlant.Read(Plant);
                PlantBasePort = PlantPorts.Choose(plant.BasePort, plant.Factories.Count, freePorts);
                parameters[PlantBasePortParameter] = PlantBasePort.ToString();
            }

            Parameters = parameters;
        }

        public string Plant { get; }
        public string Realm { get; }
        public int PlantBasePort { get; }
        public IReadOnlyDictionary<string, string> Parameters { get; }
    }
}
