using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Words;

/// <summary>The city's own words: sectors, models' answers, levels.</summary>
internal static class CityPhrases
{
    public static readonly Phrase Auto = new("新能源与智能网联汽车", "New-energy and connected vehicles");
    public static readonly Phrase Semiconductors = new("集成电路", "Integrated circuits");
    public static readonly Phrase Biomedicine = new("生物医药", "Biomedicine");
    public static readonly Phrase Materials = new("新材料", "New materials");
    public static readonly Phrase City = new("全市", "Whole city");

    public static readonly Phrase RemainingUsefulLife = new("剩余寿命", "Remaining useful life");
    public static readonly Phrase HealthIndex = new("健康指数", "Health index");
    public static readonly Phrase AnomalyScore = new("异常分数", "Anomaly score");
    public static readonly Phrase QualityClass = new("质量等级", "Quality class");
    public static readonly Phrase QualityProbability = new("质量概率", "Quality probability");
    public static readonly Phrase SoftSensor = new("软测量", "Soft sensor");

    public static readonly Phrase LevelNone = new("无级别", "no level");
    public static readonly Phrase LevelOk = new("正常", "normal");
    public static readonly Phrase LevelWarning = new("预警", "warning");
    public static readonly Phrase LevelAlarm = new("报警", "alarm");

    /// <returns>Null for a sector that this version does not know.</returns>
    public static Phrase? OfSector(string? sector) => sector switch
    {
        null => City,
        Sectors.Auto => Auto,
        Sectors.Semiconductors => Semiconductors,
        Sectors.Biomedicine => Biomedicine,
        Sectors.Materials => Materials,
        _ => null,
    };

    /// <returns>Null for an answer that this version does not know.</returns>
    public static Phrase? OfIndicator(string indicator) => indicator switch
    {
        "remaining_useful_life" => RemainingUsefulLife,
        "health_index" => HealthIndex,
        "anomaly_score" => AnomalyScore,
        "quality_class" => QualityClass,
        "quality_probability" => QualityProbability,
        "soft_sensor" => SoftSensor,
        _ => null,
    };

    public static string Sector(this Texts t, string? sector) => OfSector(sector) is { } phrase ? t[phrase] : sector!;

    public static string Indicator(this Texts t, string indicator) => OfIndicator(indicator) is { } phrase ? t[phrase] : indicator;

    /// <returns>The code where the list of districts does not hold it.</returns>
    public static string District(this Texts t, string? code) => Districts.Find(code) is { } known ? t[known.Name] : code ?? t[City];

    public static string Level(this Texts t, string level) => level switch
    {
        "ok" => t[LevelOk],
        "warning" => t[LevelWarning],
        "alarm" => t[LevelAlarm],
        _ => t[LevelNone],
    };
}
