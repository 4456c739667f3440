using System.Text.RegularExpressions;
using Jinan.IndustryBrain.AppHost.Setup;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary><c>industrybrain.yaml</c> as it is written; <see cref="InstalledConfiguration"/> is what it comes to.</summary>
internal sealed partial class ConfigurationFile
{
    public const string Name = "industrybrain.yaml";

    public string? Data { get; set; }
    public WebSection? Console { get; set; }
    public WebSection? Gateway { get; set; }
    public TlsSection? Tls { get; set; }
    public HealthSection? Health { get; set; }
    public IdentitySection? Identity { get; set; }
    public string? Registry { get; set; }
    public Dictionary<string, int>? Memory { get; set; }
    public Dictionary<string, string>? Parameters { get; set; }
    public Dictionary<string, Dictionary<string, string>?>? Settings { get; set; }

    /// <exception cref="SetupException">It is missing, or it is not such a file.</exception>
    public static ConfigurationFile Read(string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build()
                .Deserialize<ConfigurationFile>(reader) ?? new ConfigurationFile();
        }
        catch (YamlException e)
        {
            throw new SetupException($"{path}, line {e.Start.Line}: {Said((e.InnerException ?? e).Message)}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SetupException($"There is no configuration {path}. Name it with --config, or copy the bundle's config folder there.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The configuration {path} cannot be read: {e.Message}");
        }
    }

    private static string Said(string message) => UnknownKey().Match(message) is { Success: true } unknown
        ? $"there is no key '{unknown.Groups[1].Value}' here. Compare with config/{Name} of the bundle"
        : message;

    [GeneratedRegex("^Property '(.+)' not found on type")]
    private static partial Regex UnknownKey();

    public sealed class WebSection
    {
        public int? Port { get; set; }
        public HttpsSection? Https { get; set; }
    }

    public sealed class HttpsSection
    {
        public string? Address { get; set; }
        public int? Port { get; set; }
    }

    public sealed class TlsSection
    {
        public string? Certificate { get; set; }
        public string? Key { get; set; }
        public string? PasswordFile { get; set; }
    }

    public sealed class HealthSection
    {
        public string? Address { get; set; }
        public int? Port { get; set; }
        public int? ValuesOlderThanMinutes { get; set; }
        public int? BackupOlderThanDays { get; set; }
        public int? DiskBelowGiB { get; set; }
    }

    public sealed class IdentitySection
    {
        public string? Url { get; set; }
        public string? Realm { get; set; }
        public string? Resource { get; set; }
    }
}
