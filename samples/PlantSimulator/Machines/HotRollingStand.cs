namespace Jinan.IndustryBrain.PlantSimulator.Machines;

/// <summary>
/// Four-high stand of a hot finishing mill: strips of different grade, width and thickness, with pauses between.
/// The part that limits its life is the roll-neck bearing.
/// </summary>
/// <remarks>
/// Force: width x contact length x flow stress x geometry factor (Sims, Proc. I. Mech. E. 168, 1954, simplified);
/// flow stress falls with temperature and grows with strain and strain rate (Hensel, Spittel, 1978). Exit thickness by
/// the gaugemeter equation h = S + F / M; automatic gauge control moves the gap by it, and a slow loop by the X-ray
/// gauge. Eccentric rolls fool the gaugemeter: more force reads as thicker strip. Bearing life goes with load to the
/// power -10/3 (ISO 281); friction of the bearing heats its oil.
/// </remarks>
internal sealed class HotRollingStand : Machine
{
    public const string TypeName = "hot-rolling-stand";

    private const int RollForce = 0, Gap = 1, MotorTorque = 2, StripSpeed = 3, EntryTemperature = 4, ExitTemperature = 5, ExitThickness = 6, StripTension = 7, OilOutTemperature = 8, OilInTemperature = 9;
    private const int Eccentricity = 0, BearingWear = 1, GaugeDrift = 2, NozzleBlock = 3;

    private const double RollRadius = 400; // mm
    private const double MillModulus = 5.0; // MN/mm
    private const double RatedForce = 9; // MN
    private const double RatedLifeHours = 400;
    private const double OilHeatCapacity = 240; // s, of the oil film and chock against its flow

    private static readonly SignalDefinition[] Instruments =
    [
        SignalDefinition.Number("roll_force", "MN", 0.01, 0, 40, 250, "Load cells under both screws, sum"),
        SignalDefinition.Number("roll_gap", "mm", 0.005, 0, 50, 250, "Position transducers of the hydraulic cylinders"),
        SignalDefinition.Number("motor_torque", "kN.m", 1, -2000, 2000, 250, "From motor current"),
        SignalDefinition.Number("strip_speed", "m/s", 0.01, 0, 25, 500, "Roll circumference, encoder"),
        SignalDefinition.Number("entry_temperature", "Cel", 1, 600, 1200, 500, "Pyrometer before the stand; its lower end without strip"),
        SignalDefinition.Number("exit_temperature", "Cel", 1, 600, 1200, 500, "Pyrometer behind the stand; its lower end without strip"),
        SignalDefinition.Number("exit_thickness", "mm", 0.002, 0, 50, 250, "X-ray gauge; zero without strip"),
        SignalDefinition.Number("strip_tension", "MPa", 0.1, 0, 50, 500, "From the looper's torque"),
        SignalDefinition.Number("bearing_oil_temperature", "Cel", 0.1, 0, 150, 1000, "Return line of the roll-neck bearing"),
        SignalDefinition.Number("oil_inlet_temperature", "Cel", 0.1, 0, 100, 1000, "Supply line of the bearing oil"),
    ];

    private static readonly FaultDefinition[] Ways =
    [
        new("roll-eccentricity", "Backup roll runs out of true: gap and force swing with its turns"),
        new("bearing-wear", "Raceway of the roll-neck bearing spalls: it runs hot and rough, its life shortens"),
        new("agc-drift", "Zero of the gap transducer drifts: the gaugemeter holds a wrong thickness"),
        new("nozzle-block", "Cooling nozzles clog: strip leaves hotter"),
    ];

    private readonly double _modulus;
    private readonly double _forceGain;
    private readonly double _frictionFactor;
    private readonly double _oilInMean;
    private readonly double _oilCooling;
    private readonly double _motorZero;
    private readonly double _coolingPower;
    private readonly double _runout;
    private readonly double _backupRadius;

    private bool _strip;
    private double _phaseLeft;
    private double _grade;
    private double _width;
    private double _entryThickness;
    private double _setThickness;
    private double _setSpeed;
    private double _entryMean;

    private double _speed = 4;
    private double _gap;
    private double _monitor;
    private double _thickness;
    private double _force;
    private double _entry = 600;
    private double _exit = 600;
    private double _entryWander;
    private double _tension = 3;
    private double _tensionRate;
    private double _oilIn;
    private double _oilRise;
    private double _rollAngle;
    private double _bearingAngle;
    private double _torque;

    public HotRollingStand(string asset, ulong seed)
        : base(asset, seed, Instruments, Ways)
    {
        _modulus = Random.Vary(MillModulus, 0.03);
        _forceGain = Random.Vary(1, 0.012);
        _frictionFactor = Random.Vary(1, 0.06);
        _oilInMean = Random.Between(36, 46);
        _oilCooling = Random.Vary(1, 0.05);
        _motorZero = 4 * Random.Normal();
        _coolingPower = Random.Vary(42, 0.06);
        _runout = Random.Vary(0.008, 0.2);
        _backupRadius = Random.Vary(720, 0.02);
        Wear = Random.Between(0.02, 0.5);
        _oilIn = _oilInMean;
        PlanStrip();
        // Warm when first seen, as a mill that has been rolling is.
        _oilRise = OilRiseTarget(_setSpeed, 0.85 * EstimatedForce());
        _gap = _setThickness - EstimatedForce() / _modulus;
        _phaseLeft = Random.Between(1, 4);
        _strip = false;
    }

    public override string Type => TypeName;

    /// <summary>Share of the bearing's life that is used up: age, and damage by the fault.</summary>
    private double Damage => 1 - (1 - Wear) * (1 - Severity(BearingWear));

    // At rated load: what is rolled tomorrow is not known today.
    private protected override double? RemainingLifeHours => (1 - Damage) * RatedLifeHours;

    private protected override void Step(double dt)
    {
        if (_strip)
            Wear = Math.Min(1, Wear + dt / (RatedLifeHours * 3600) * Math.Pow(_force / RatedForce, 10.0 / 3));
        _phaseLeft -= dt;
        if (_phaseLeft <= 0)
            NextPhase();
        StepSpeedAndTemperature(dt);
        StepGap(dt);
        StepTension(dt);
        StepBearing(dt);
    }

    private protected override double Measure(int signal) => signal switch
    {
        RollForce => _force * _forceGain + 0.015 * Random.Normal(),
        Gap => _gap + 0.002 * Random.Normal(),
        MotorTorque => _torque + _motorZero + 2 * Random.Normal(),
        StripSpeed => _speed + 0.004 * Random.Normal(),
        EntryTemperature => _strip ? _entry + 2 * Random.Normal() : 0,
        ExitTemperature => _strip ? _exit + 2 * Random.Normal() : 0,
        ExitThickness => _strip ? _thickness + 0.003 * Random.Normal() : 0,
        StripTension => _tension + 0.08 * Random.Normal(),
        OilOutTemperature => _oilIn + _oilRise + 0.08 * Random.Normal(),
        OilInTemperature => _oilIn + 0.05 * Random.Normal(),
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    };

    private double SwingAmplitude => _runout + 0.07 * Severity(Eccentricity);

    /// <summary>Roughness of a spalled raceway as movement of the roll, mm.</summary>
    private double Roughness => 0.030 * Math.Pow(Damage, 2);

    private void NextPhase()
    {
        _strip = !_strip;
        if (_strip)
        {
            _phaseLeft = Random.Between(17, 26);
            _thickness = _setThickness;
            _entry = _entryMean;
            _exit = _entryMean - 20;
        }
        else
        {
            _phaseLeft = Random.Between(2.5, 4.5);
            _force = 0;
            PlanStrip();
        }
    }

    private void PlanStrip()
    {
        // Orders come in campaigns: mostly the same grade again.
        if (_grade == 0 || Random.Even() < 0.12)
        {
            _grade = Random.Between(0.82, 1.2);
            _width = Random.Between(1.05, 1.5);
            _entryThickness = Random.Between(7.2, 9.2);
            _setThickness = _entryThickness * Random.Between(0.68, 0.76);
            _setSpeed = Random.Between(4.0, 6.5);
        }

        _entryMean = Random.Between(930, 985);
        _monitor = 0;
        _gap = _setThickness - EstimatedForce() / _modulus;
    }

    private double EstimatedForce() => Force(_setThickness, _setSpeed, _entryMean > 0 ? _entryMean : 955);

    /// <summary>Roll force in MN for an exit thickness in mm, a speed in m/s and a strip temperature in Celsius.</summary>
    private double Force(double exitThickness, double speed, double temperature)
    {
        var draft = Math.Max(0.05, _entryThickness - exitThickness);
        var contact = Math.Sqrt(RollRadius * draft); // mm
        var strain = Math.Log(_entryThickness / (_entryThickness - draft));
        var strainRate = speed * 1000 / contact * strain;
        var stress = 150 * _grade * Math.Exp(-0.0027 * (temperature - 950))
            * Math.Pow(strain / 0.36, 0.2) * Math.Pow(strainRate / 50, 0.13); // MPa
        var geometry = 0.8 + 0.25 * contact / (_entryThickness + exitThickness);
        return _width * contact / 1000 * 1.15 * stress * geometry;
    }

    private void StepSpeedAndTemperature(double dt)
    {
        _speed += ((_strip ? _setSpeed : 0.8 * _setSpeed) - _speed) * dt / 0.6;
        if (!_strip)
            return;
        // Skid marks and scale: slow wander of the entry temperature, 8 K.
        _entryWander += -_entryWander * dt / 3 + 8 * Math.Sqrt(2 * dt / 3) * Random.Normal();
        _entry = _entryMean + _entryWander;
        var loss = _coolingPower * (1 - 0.75 * Severity(NozzleBlock)) * (5 / _speed) * (6 / _setThickness)
            - 0.9 * _force; // heat of deformation
        _exit += (_entry - loss - _exit) * dt / 0.3;
    }

    private void StepGap(double dt)
    {
        _rollAngle += _speed * 1000 / _backupRadius * dt;
        _bearingAngle += _speed * 1000 / RollRadius * 8.6 * dt;
        if (!_strip)
        {
            _torque = 14 + IdleTorque;
            return;
        }

        var zeroDrift = 0.22 * Severity(GaugeDrift);
        var moving = SwingAmplitude * Math.Sin(_rollAngle) + Roughness * Math.Sin(_bearingAngle);
        _force = Force(_thickness, _speed, (_entry + _exit) / 2);
        // The elastic equilibrium of strip and stand is quicker than a step; relaxed for stability.
        _thickness += (_gap + zeroDrift + moving + _force / _modulus - _thickness) * 0.25;
        var gaugemeter = _gap + _force / MillModulus;
        _monitor += (_setThickness - _thickness) * dt / 6;
        _gap += Math.Clamp(3 * (_setThickness + _monitor * 0.5 + StretchOffset - gaugemeter), -2, 2) * dt;
        var contact = Math.Sqrt(RollRadius * Math.Max(0.05, _entryThickness - _thickness));
        _torque = 2 * 0.45 * contact * _force + 14 + IdleTorque + BearingTorque(_force);
    }

    // The gauge control was zeroed with the stand's own stretch at the set force.
    private double StretchOffset => EstimatedForce() * (1 / MillModulus - 1 / _modulus);

    private double IdleTorque => 2.2 * _speed + BearingTorque(0.6);

    private double BearingTorque(double force) =>
        force * 1000 * 0.33 * 0.0022 * _frictionFactor * (1 + 0.25 * Damage + 1.6 * Math.Pow(Damage, 2));

    private void StepTension(double dt)
    {
        var set = _strip ? 6.0 : 3.0;
        var push = _strip ? 9 * (_thickness - _setThickness) + 1.2 * Random.Normal() : 0;
        _tensionRate += (20 * (set - _tension) - 6 * _tensionRate + push) * dt;
        _tension += _tensionRate * dt;
    }

    private void StepBearing(double dt)
    {
        _oilIn += (_oilInMean - _oilIn) * dt / 1800 + 1.2 * Math.Sqrt(2 * dt / 1800) * Random.Normal();
        _oilRise += (OilRiseTarget(_speed, _force) - _oilRise) * dt / OilHeatCapacity;
    }

    private double OilRiseTarget(double speed, double force) =>
        0.085 / _oilCooling * speed * (BearingTorque(force) + 4);
}
