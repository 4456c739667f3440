using System.Globalization;
using System.Net;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Setup;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>When the health page raises its alarms.</summary>
internal sealed record AlarmLimits(TimeSpan ValuesOlderThan, TimeSpan BackupOlderThan, long DiskBelowBytes);

/// <summary>The one configuration of an installed bundle, read and checked.</summary>
/// <param name="File">Full path; relative paths in it start at its folder.</param>
/// <param name="Health">Where the health page is.</param>
/// <param name="Ports">Plain HTTP on 127.0.0.1, by resource.</param>
/// <param name="Variables">Of each process.</param>
internal sealed record InstalledConfiguration(
    string File,
    DataLayout Data,
    IPEndPoint Health,
    TlsFiles? Tls,
    AlarmLimits Limits,
    IReadOnlyDictionary<string, int> Ports,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Variables)
{
    private const int DefaultHealthPort = 8489;
    private const int DefaultHttpsPort = 8443;
    private const string DataIsMissing = "data is missing: name the folder that holds what must not be lost";

    /// <summary>The health page, from this machine.</summary>
    public Uri HealthAddress
    {
        get
        {
            var host = Health.Address.Equals(IPAddress.Any) || Health.Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : Health.Address;
            return new Uri($"{(IPAddress.IsLoopback(Health.Address) ? "http" : "https")}://{new IPEndPoint(host, Health.Port)}");
        }
    }

    /// <param name="file">Path of the file.</param>
    /// <param name="bundle">The bundle that it is for.</param>
    /// <param name="processes">Names of the bundle's processes.</param>
    /// <param name="now">Certificates have to be valid then.</param>
    /// <exception cref="SetupException">Lists every fault.</exception>
    public static InstalledConfiguration Read(string file, BundleDescription bundle, IReadOnlyCollection<string> processes, DateTimeOffset now)
    {
        file = Path.GetFullPath(file);
        var reading = new Reading(file, ConfigurationFile.Read(file), bundle, processes, now);
        var configuration = reading.Run();
        return reading.Faults.Count == 0
            ? configuration
            : throw new SetupException(string.Join(Environment.NewLine, reading.Faults.Select(fault => $"{file}: {fault}")));
    }

    /// <summary>
    /// The data folder, also of a configuration that nothing can be started with: what runs has to be stopped, and data backed
    /// up, after a certificate has ended.
    /// </summary>
    /// <exception cref="SetupException">The file cannot be read, or names none.</exception>
    public static DataLayout DataOf(string file)
    {
        file = Path.GetFullPath(file);
        return ConfigurationFile.Read(file).Data is { Length: > 0 } data
            ? new DataLayout(Path.GetFullPath(data, Path.GetDirectoryName(file)!))
            : throw new SetupException($"{file}: {DataIsMissing}");
    }

    private sealed class Reading(
        string file, ConfigurationFile written, BundleDescription bundle, IReadOnlyCollection<string> processes, DateTimeOffset now)
    {
        private readonly Dictionary<string, Dictionary<string, string>> _variables = processes.ToDictionary(p => p, _ => new Dictionary<string, string>(StringComparer.Ordinal));

        public List<string> Faults { get; } = [];

        private bool IsCity => bundle.Profile == "city";

        public InstalledConfiguration Run()
        {
            var data = written.Data is { Length: > 0 } folder ? Full(folder) : Fault(DataIsMissing);
            var tls = ReadTls();
            var ports = new Dictionary<string, int>(StringComparer.Ordinal);
            ReadWeb("console", "edge-console", written.Console, isHere: !IsCity, tls, ports);
            ReadWeb("gateway", "gateway", written.Gateway, isHere: IsCity, tls, ports);
            ReadMemory();
            ReadSettings();
            return new InstalledConfiguration(
                file, new DataLayout(data), ReadHealth(tls), tls, ReadLimits(), ports, ReadParameters(data),
                _variables.ToDictionary(v => v.Key, v => (IReadOnlyDictionary<string, string>)v.Value));
        }

        private string Full(string path) => Path.GetFullPath(path, Path.GetDirectoryName(file)!);

        private string Fault(string fault)
        {
            Faults.Add(fault);
            return Path.GetDirectoryName(file)!;
        }

        private TlsFiles? ReadTls()
        {
            if (written.Tls is not { } section)
                return null;
            if (section.Certificate is not { Length: > 0 } certificate)
            {
                Fault("tls.certificate is missing: name the certificate (PEM or PFX), or take tls out");
                return null;
            }

            var tls = new TlsFiles(Full(certificate), Optional(section.Key), Optional(section.PasswordFile));
            try
            {
                TlsCertificate.Load(tls, now);
            }
            catch (TlsFileException e)
            {
                Fault($"tls: {e.Message}");
            }

            return tls;

            string? Optional(string? path) => string.IsNullOrWhiteSpace(path) ? null : Full(path);
        }

        private void ReadWeb(string key, string resource, ConfigurationFile.WebSection? section, bool isHere, TlsFiles? tls, Dictionary<string, int> ports)
        {
            if (!isHere)
            {
                if (section is not null)
                    Fault($"{key} is not part of a bundle for {bundle.Profile}: take it out");
                return;
            }

            if (section?.Port is { } port)
                ports[resource] = Port($"{key}.port", port);
            if (section?.Https is not { } https)
                return;
            if (tls is null)
            {
                Fault($"{key}.https needs tls.certificate: name your certificate, or take https out");
                return;
            }

            var address = Address($"{key}.https.address", https.Address ?? "0.0.0.0");
            var securePort = Port($"{key}.https.port", https.Port ?? DefaultHttpsPort);
            var variables = _variables[resource];
            variables["Tls__Certificate"] = tls.Certificate;
            if (tls.Key is not null)
                variables["Tls__Key"] = tls.Key;
            if (tls.PasswordFile is not null)
                variables["Tls__PasswordFile"] = tls.PasswordFile;
            variables[RunPlanner.FurtherUrls] = $"https://{new IPEndPoint(address, securePort)}";
        }

        private IPEndPoint ReadHealth(TlsFiles? tls)
        {
            var address = Address("health.address", written.Health?.Address ?? "127.0.0.1");
            if (!IPAddress.IsLoopback(address) && tls is null)
                Fault($"health.address is {address}, which other machines reach: that needs tls.certificate. Use 127.0.0.1 without");
            return new IPEndPoint(address, Port("health.port", written.Health?.Port ?? DefaultHealthPort));
        }

        private AlarmLimits ReadLimits()
        {
            var health = written.Health ?? new ConfigurationFile.HealthSection();
            return new AlarmLimits(
                TimeSpan.FromMinutes(Number("health.valuesOlderThanMinutes", health.ValuesOlderThanMinutes ?? 5, 1, 100_000)),
                TimeSpan.FromDays(Number("health.backupOlderThanDays", health.BackupOlderThanDays ?? 7, 1, 10_000)),
                (long)Number("health.diskBelowGiB", health.DiskBelowGiB ?? 5, 1, 100_000) << 30);
        }

        private Dictionary<string, string> ReadParameters(string data)
        {
            var layout = new DataLayout(data);
            var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["data-folder"] = layout.Root,
                ["factories-folder"] = layout.Factories,
                ["capsules-folder"] = layout.Capsules,
                ["publishers-folder"] = layout.Publishers,
            };
            if (IsCity)
                ReadCity(parameters);
            else if (written.Identity is not null || written.Registry is not null)
                Fault("identity and registry are of a city: take them out. What an edge needs for the city is in each factory's uplink-credentials.json");
            foreach (var (name, value) in written.Parameters ?? [])
                if (!parameters.TryAdd(name, value))
                    Fault($"parameters.{name} follows from other keys: take it out");
            return parameters;
        }

        private void ReadCity(Dictionary<string, string> parameters)
        {
            if (Uri.TryCreate(written.Identity?.Url, UriKind.Absolute, out var url) && url.Scheme is "https" or "http")
                parameters["identity-url"] = url.AbsoluteUri.TrimEnd('/') + "/";
            else
                Fault("identity.url is missing or no address: a city needs a Keycloak, which this bundle does not bring; name it, e.g. https://id.example.org/");
            if (url is { Scheme: "http", IsLoopback: false })
                Fault($"identity.url is {url}: tokens would cross the network in the clear. Use https");
            parameters["identity-realm"] = written.Identity?.Realm ?? "industrybrain";
            parameters["identity-resource"] = written.Identity?.Resource ?? "brain-api";
            if (url is { Scheme: "http", IsLoopback: true })
                foreach (var process in new[] { "brain", "gateway" })
                    _variables[process]["Keycloak__ssl-required"] = "none";
            var registry = Full(written.Registry ?? "registry.json");
            if (!System.IO.File.Exists(registry))
                Fault($"registry is {registry}, which is not there: put the city's register of factories there");
            parameters["registry-file"] = registry;
        }

        private void ReadMemory()
        {
            foreach (var (process, megabytes) in written.Memory ?? [])
                if (Known("memory", process) is { } variables)
                    variables["DOTNET_GCHeapHardLimit"] =
                        ((long)Number($"memory.{process}", megabytes, 64, 1 << 20) << 20).ToString("X", CultureInfo.InvariantCulture);
        }

        private void ReadSettings()
        {
            foreach (var (process, settings) in written.Settings ?? [])
                if (Known("settings", process) is { } variables)
                    foreach (var (key, value) in settings ?? [])
                        variables[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        private Dictionary<string, string>? Known(string section, string process)
        {
            if (_variables.TryGetValue(process, out var variables))
                return variables;
            Fault($"{section}.{process} is no process of this bundle: use {string.Join(", ", processes)}");
            return null;
        }

        private IPAddress Address(string key, string text)
        {
            if (IPAddress.TryParse(text, out var address))
                return address;
            Fault($"{key} is '{text}': use an IP address of this machine, 0.0.0.0 for all");
            return IPAddress.Loopback;
        }

        private int Port(string key, int port) => Number(key, port, 1, 65_535);

        private int Number(string key, int value, int least, int most)
        {
            if (value < least || value > most)
                Fault($"{key} is {value}: use {least} to {most}");
            return value;
        }
    }
}
